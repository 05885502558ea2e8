package io.vectra.engine.search;

import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import org.jspecify.annotations.Nullable;

/** A row where it lies; values are read when asked for. */
public sealed interface RowRef {

  RowKey key();

  /** The value of a column, null for NULL. */
  @Nullable Object value(int column);

  /**
   * The vector of a column, null for NULL; not to be changed.
   *
   * @param scratch of the column's dimensions; may be filled and returned
   */
  default float @Nullable [] vector(int column, float[] scratch) {
    return (float[]) value(column);
  }

  /** A row of a memtable. */
  record InMemtable(RowVersion version, TableSchema schema) implements RowRef {
    @Override
    public RowKey key() {
      return version.key();
    }

    @Override
    public @Nullable Object value(int column) {
      return version.value(schema.column(column));
    }
  }

  /** A row of a segment. */
  record InSegment(Segment segment, int ordinal) implements RowRef {
    @Override
    public RowKey key() {
      return segment.key(ordinal);
    }

    @Override
    public @Nullable Object value(int column) {
      return segment.value(ordinal, column);
    }

    @Override
    public float @Nullable [] vector(int column, float[] scratch) {
      if (segment.isNull(ordinal, column)) {
        return null;
      }
      segment.readVector(ordinal, column, scratch);
      return scratch;
    }
  }

  /** A row that the reading transaction has written and not committed. */
  record Pending(RowKey key, @Nullable Object[] values) implements RowRef {
    @Override
    public @Nullable Object value(int column) {
      return values[column];
    }
  }
}
