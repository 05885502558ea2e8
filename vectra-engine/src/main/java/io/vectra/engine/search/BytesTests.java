package io.vectra.engine.search;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.segment.BytesReader;
import io.vectra.engine.segment.SegmentColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Tests of VARCHAR and VARBINARY columns by the bytes of their values. */
final class BytesTests {
  private BytesTests() {}

  /**
   * Whether values can be compared by their bytes. A DECIMAL cannot, and neither can a text that
   * UTF-8 cannot express.
   */
  static boolean haveBytes(Collection<Object> values) {
    for (Object value : values) {
      boolean expressible =
          value instanceof byte[]
              || value instanceof String text
                  && new String(bytes(text), StandardCharsets.UTF_8).equals(text);
      if (!expressible) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(Object value) {
    return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
  }

  /** A column compared with a value. */
  static final class Compared implements ChunkTest {
    private final SegmentColumn.Varying column;
    private final BytesReader reader;
    private final Comparison comparison;
    private final byte[] value;

    Compared(SegmentColumn.Varying column, BytesReader reader, Predicate.Compare compare) {
      this.column = column;
      this.reader = reader;
      this.comparison = compare.comparison();
      this.value = bytes(compare.value());
    }

    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      reader.moveTo(from, count);
      boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
      for (int word = 0; word << 6 < count; word++) {
        long lower = 0;
        long equal = 0;
        for (long left = wanted[word]; left != 0; left &= left - 1) {
          int row = (word << 6) + Long.numberOfTrailingZeros(left);
          if (equality) {
            equal |= (reader.hasValue(row, value) ? 1L : 0L) << row;
          } else {
            int order = reader.compare(row, value);
            lower |= (order < 0 ? 1L : 0L) << row;
            equal |= (order == 0 ? 1L : 0L) << row;
          }
        }
        truth.yes[word] = ChunkTruth.compared(comparison, lower, equal);
      }
      truth.excludeNulls(column, from, count);
    }

    @Override
    public Cost cost() {
      return Cost.BYTES;
    }
  }

  /** IN: the values wanted are in order of their lengths, and then of their bytes. */
  static final class OneOf implements ChunkTest {
    private static final Comparator<byte[]> SHORTEST_FIRST =
        Comparator.<byte[]>comparingInt(value -> value.length)
            .thenComparing((left, right) -> Arrays.compareUnsigned(left, right));

    private final SegmentColumn.Varying column;
    private final BytesReader reader;
    private final List<byte[]> values;

    OneOf(SegmentColumn.Varying column, BytesReader reader, Predicate.In in) {
      this.column = column;
      this.reader = reader;
      this.values = in.values().stream().map(BytesTests::bytes).sorted(SHORTEST_FIRST).toList();
    }

    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      reader.moveTo(from, count);
      for (int word = 0; word << 6 < count; word++) {
        long bits = 0;
        for (long left = wanted[word]; left != 0; left &= left - 1) {
          int row = (word << 6) + Long.numberOfTrailingZeros(left);
          bits |= (isOneOf(row) ? 1L : 0L) << row;
        }
        truth.yes[word] = bits;
      }
      truth.excludeNulls(column, from, count);
    }

    private boolean isOneOf(int row) {
      int length = reader.length(row);
      int low = 0;
      int high = values.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        byte[] value = values.get(middle);
        int order = Integer.compare(length, value.length);
        if (order == 0) {
          order = reader.compare(row, value);
        }
        if (order == 0) {
          return true;
        }
        if (order < 0) {
          high = middle - 1;
        } else {
          low = middle + 1;
        }
      }
      return false;
    }

    @Override
    public Cost cost() {
      return Cost.BYTES;
    }
  }
}
