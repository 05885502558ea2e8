package io.vectra.engine.search;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.segment.SegmentColumn;

/**
 * Tests of columns of fixed width by the ranks of their values. They compute bits without branches,
 * since which rows match cannot be predicted.
 */
final class RankTests {
  private RankTests() {}

  /** A column compared with a value: its rank lies in a range, or outside of one. */
  static final class Range implements ChunkTest {
    private final SegmentColumn.Fixed column;
    private final RankReader reader;
    private final long low;

    /** High end of the range, less its low end; as an unsigned number. */
    private final long span;

    private final boolean outside;

    Range(SegmentColumn.Fixed column, RankReader reader, Predicate.Compare compare) {
      this.column = column;
      this.reader = reader;
      long rank = RankReader.rank(compare.value());
      Comparison comparison = compare.comparison();
      switch (comparison) {
        case EQUAL, NOT_EQUAL -> {
          low = rank;
          span = 0;
        }
        case LESS, GREATER_OR_EQUAL -> {
          low = rank;
          span = Long.MAX_VALUE - rank;
        }
        case LESS_OR_EQUAL, GREATER -> {
          low = Long.MIN_VALUE;
          span = rank - Long.MIN_VALUE;
        }
        default -> throw new IllegalArgumentException(comparison.toString());
      }
      outside =
          comparison == Comparison.NOT_EQUAL
              || comparison == Comparison.LESS
              || comparison == Comparison.GREATER;
    }

    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      long[] ranks = reader.ranks(from, count);
      long flip = outside ? 0 : -1L;
      for (int row = 0; row < count; row += Long.SIZE) {
        int end = Math.min(row + Long.SIZE, count);
        truth.yes[row >> 6] = beyond(ranks, row, end) ^ flip;
      }
      truth.excludeNulls(column, from, count);
    }

    /** The rows outside of the range, from the lowest bit on. */
    private long beyond(long[] ranks, int from, int end) {
      long bits = 0;
      for (int i = from; i < end; i++) {
        bits |= isLess(span, ranks[i] - low) << i;
      }
      return bits;
    }

    @Override
    public Cost cost() {
      return Cost.NUMBERS;
    }
  }

  /** A TIMESTAMP compared with another, both with a time zone or both without. */
  static final class Timestamp implements ChunkTest {
    private final SegmentColumn.Fixed column;
    private final RankReader reader;
    private final Comparison comparison;
    private final long second;
    private final int nano;

    Timestamp(SegmentColumn.Fixed column, RankReader reader, Predicate.Compare compare) {
      this.column = column;
      this.reader = reader;
      this.comparison = compare.comparison();
      this.second = RankReader.rank(compare.value());
      this.nano = RankReader.nanosOf(compare.value());
    }

    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      long[] seconds = reader.ranks(from, count);
      for (int row = 0; row < count; row += Long.SIZE) {
        int end = Math.min(row + Long.SIZE, count);
        long lower = 0;
        long equal = 0;
        for (int i = row; i < end; i++) {
          long same = isZero(seconds[i] ^ second);
          long nanos = (long) reader.nanos(i) - nano;
          // Seconds of timestamps are far from overflowing.
          lower |= ((seconds[i] - second) >>> 63 | (same & nanos >>> 63)) << i;
          equal |= (same & isZero(nanos)) << i;
        }
        truth.yes[row >> 6] = ChunkTruth.compared(comparison, lower, equal);
      }
      truth.excludeNulls(column, from, count);
    }

    @Override
    public Cost cost() {
      return Cost.NUMBERS;
    }
  }

  /** IN: the ranks wanted lie in a table of a power of two, each at its hash or after it. */
  static final class OneOf implements ChunkTest {
    private final SegmentColumn.Fixed column;
    private final RankReader reader;
    private final long[] table;
    private final boolean[] used;

    OneOf(SegmentColumn.Fixed column, RankReader reader, Predicate.In in) {
      this.column = column;
      this.reader = reader;
      int size = Integer.highestOneBit(Math.max(in.values().size(), 4)) * 4;
      this.table = new long[size];
      this.used = new boolean[size];
      for (Object value : in.values()) {
        long rank = RankReader.rank(value);
        int at = place(rank);
        table[at] = rank;
        used[at] = true;
      }
    }

    /** Where a rank is, or would be. */
    private int place(long rank) {
      int at = hash(rank) & (table.length - 1);
      while (used[at] && table[at] != rank) {
        at = (at + 1) & (table.length - 1);
      }
      return at;
    }

    private static int hash(long rank) {
      return (int) ((rank * 0x9E37_79B9_7F4A_7C15L) >>> 32);
    }

    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      long[] ranks = reader.ranks(from, count);
      for (int row = 0; row < count; row += Long.SIZE) {
        int end = Math.min(row + Long.SIZE, count);
        long bits = 0;
        for (int i = row; i < end; i++) {
          bits |= (used[place(ranks[i])] ? 1L : 0L) << i;
        }
        truth.yes[row >> 6] = bits;
      }
      truth.excludeNulls(column, from, count);
    }

    @Override
    public Cost cost() {
      return Cost.NUMBERS;
    }
  }

  /** 1 where an unsigned number is less than another, else 0 (Hacker's Delight, 2-12). */
  private static long isLess(long left, long right) {
    return ((~left & right) | (~(left ^ right) & (left - right))) >>> 63;
  }

  private static long isZero(long value) {
    return ~(value | -value) >>> 63;
  }
}
