package io.vectra.engine;

import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import java.util.List;

/** Something that rows can be read from: a snapshot, or a transaction with its own writes. */
public interface ReadView {

  /** Runs a query. The cursor must be closed before the view is. */
  RowCursor query(Query query);

  /** The current row of each key that exists, in the order of the keys given. */
  RowCursor lookup(int tableId, List<RowKey> keys);

  /** An estimate of the number of rows of a table. */
  long estimatedRows(int tableId);
}
