package io.vectra.engine.constraint;

import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import java.util.List;

/** Where the rows of both tables of a foreign key are read. */
public interface Rows {

  /** The rows that match. */
  RowCursor query(Query query);

  /** The row of each key that exists. */
  RowCursor lookup(int tableId, List<RowKey> keys);
}
