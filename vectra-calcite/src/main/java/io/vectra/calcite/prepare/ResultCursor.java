package io.vectra.calcite.prepare;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a result, streamed. Values have the classes of {@code ColumnType.Kind} whatever tier
 * made them: {@code java.time} types for dates, {@code float[]} for vectors. Belongs to one thread.
 */
public interface ResultCursor extends AutoCloseable {

  /** Moves to the next row; false at the end. */
  boolean next();

  /** The value at a position from 0; null for NULL. */
  @Nullable Object value(int column);

  @Override
  void close();
}
