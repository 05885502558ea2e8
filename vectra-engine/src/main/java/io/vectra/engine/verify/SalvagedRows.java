package io.vectra.engine.verify;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentRows;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Some rows of a segment, in its order, to be written to a new one. */
record SalvagedRows(Segment segment, int[] ordinals) implements SegmentRows {

  /** The rows that can be read whole and that {@code wanted} wants, which is asked about those. */
  static SalvagedRows of(Segment segment, int columns, IntPredicate wanted) {
    int[] ordinals = new int[segment.size()];
    int count = 0;
    for (int ordinal = 0; ordinal < segment.size(); ordinal++) {
      if (isReadable(segment, ordinal, columns) && wanted.test(ordinal)) {
        ordinals[count++] = ordinal;
      }
    }
    return new SalvagedRows(segment, Arrays.copyOf(ordinals, count));
  }

  /** Whether key, lsn and every value of a row lie in intact blocks. */
  static boolean isReadable(Segment segment, int ordinal, int columns) {
    try {
      segment.key(ordinal);
      segment.lsn(ordinal);
      for (int column = 0; column < columns; column++) {
        segment.value(ordinal, column);
      }
      return true;
    } catch (VectraException e) {
      return false;
    }
  }

  @Override
  public int size() {
    return ordinals.length;
  }

  @Override
  public RowKey key(int ordinal) {
    return segment.key(ordinals[ordinal]);
  }

  @Override
  public long lsn(int ordinal) {
    return segment.lsn(ordinals[ordinal]);
  }

  @Override
  public @Nullable Object value(int ordinal, int column) {
    return segment.value(ordinals[ordinal], column);
  }
}
