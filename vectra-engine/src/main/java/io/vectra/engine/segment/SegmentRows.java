package io.vectra.engine.segment;

import io.vectra.engine.query.RowKey;
import org.jspecify.annotations.Nullable;

/** The rows that a segment is written from, in key order, each key once. */
public interface SegmentRows {

  int size();

  RowKey key(int ordinal);

  /** Lsn of the commit that wrote the row. */
  long lsn(int ordinal);

  /** The value of a column, of the class of its type; null for NULL. */
  @Nullable Object value(int ordinal, int column);
}
