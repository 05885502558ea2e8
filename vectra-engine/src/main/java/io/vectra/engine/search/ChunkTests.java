package io.vectra.engine.search;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Truth;
import io.vectra.engine.search.ChunkTest.Cost;
import io.vectra.engine.segment.BytesReader;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes predicates ready for one segment. What cannot be told from numbers or bytes is left to
 * {@link RowTest}, row by row. Tests of one column share what was read of it.
 */
final class ChunkTests {
  private final Segment segment;
  private final Map<Integer, RankReader> ranks = new HashMap<>();
  private final Map<Integer, BytesReader> bytes = new HashMap<>();

  ChunkTests(Segment segment) {
    this.segment = segment;
  }

  ChunkTest prepare(Predicate predicate) {
    if (predicate instanceof Predicate.Constant constant) {
      return new Everywhere(constant.truth());
    }
    if (predicate instanceof Predicate.IsNull isNull) {
      return new NullTest(segment.column(isNull.column()));
    }
    if (predicate instanceof Predicate.Compare compare) {
      return compare(compare);
    }
    if (predicate instanceof Predicate.In in) {
      return in(in);
    }
    if (predicate instanceof Predicate.Like like) {
      return rowByRow(like, segment.column(like.column()));
    }
    if (predicate instanceof Predicate.WithinDistance within) {
      return rowByRow(within, segment.column(within.column()));
    }
    if (predicate instanceof Predicate.AtPath atPath) {
      return rowByRow(atPath, segment.column(atPath.column()));
    }
    if (predicate instanceof Predicate.MetadataMatches matches) {
      return rowByRow(matches, segment.column(matches.column()));
    }
    if (predicate instanceof Predicate.And and) {
      return new Junction(prepare(and.parts()), true);
    }
    if (predicate instanceof Predicate.Or or) {
      return new Junction(prepare(or.parts()), false);
    }
    return new Negation(prepare(((Predicate.Not) predicate).part()));
  }

  private List<ChunkTest> prepare(List<Predicate> parts) {
    List<ChunkTest> tests = new ArrayList<>();
    parts.forEach(part -> tests.add(prepare(part)));
    tests.sort(Comparator.comparing(ChunkTest::cost));
    return tests;
  }

  private ChunkTest compare(Predicate.Compare compare) {
    int position = compare.column();
    SegmentColumn column = segment.column(position);
    if (haveClassOf(column, List.of(compare.value()))) {
      if (column instanceof SegmentColumn.Fixed fixed && RankReader.canRead(column.type())) {
        return RankReader.haveNanos(column.type())
            ? new RankTests.Timestamp(fixed, rankReader(position, fixed), compare)
            : new RankTests.Range(fixed, rankReader(position, fixed), compare);
      }
      if (column instanceof SegmentColumn.Varying varying
          && BytesTests.haveBytes(List.of(compare.value()))) {
        return new BytesTests.Compared(varying, bytesReader(position, varying), compare);
      }
    }
    return rowByRow(compare, column);
  }

  private ChunkTest in(Predicate.In in) {
    int position = in.column();
    SegmentColumn column = segment.column(position);
    if (haveClassOf(column, in.values())) {
      if (column instanceof SegmentColumn.Fixed fixed
          && RankReader.canRead(column.type())
          && !RankReader.haveNanos(column.type())) {
        return new RankTests.OneOf(fixed, rankReader(position, fixed), in);
      }
      if (column instanceof SegmentColumn.Varying varying && BytesTests.haveBytes(in.values())) {
        return new BytesTests.OneOf(varying, bytesReader(position, varying), in);
      }
    }
    return rowByRow(in, column);
  }

  private ChunkTest rowByRow(Predicate leaf, SegmentColumn column) {
    RowTest test = RowTest.of(leaf);
    return column instanceof SegmentColumn.Absent
        ? new Everywhere(test.test(new RowRef.InSegment(segment, 0)))
        : new RowByRow(segment, test);
  }

  private RankReader rankReader(int position, SegmentColumn.Fixed column) {
    return ranks.computeIfAbsent(position, any -> new RankReader(column));
  }

  private BytesReader bytesReader(int position, SegmentColumn.Varying column) {
    return bytes.computeIfAbsent(position, any -> new BytesReader(column));
  }

  private static boolean haveClassOf(SegmentColumn column, Collection<Object> values) {
    return values.stream().allMatch(column.type().kind().javaClass()::isInstance);
  }

  /** One truth for all rows. */
  private record Everywhere(Truth truth) implements ChunkTest {
    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth result) {
      result.fill(truth);
    }

    @Override
    public Cost cost() {
      return Cost.NUMBERS;
    }
  }

  /** IS NULL. */
  private record NullTest(SegmentColumn column) implements ChunkTest {
    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      truth.fill(Truth.FALSE);
      column.readNulls(from, count, truth.yes);
    }

    @Override
    public Cost cost() {
      return Cost.NUMBERS;
    }
  }

  /** The wanted rows, one after another. */
  private record RowByRow(Segment segment, RowTest test) implements ChunkTest {
    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      truth.fill(Truth.FALSE);
      for (int word = 0; word << 6 < count; word++) {
        for (long left = wanted[word]; left != 0; left &= left - 1) {
          long bit = Long.lowestOneBit(left);
          int ordinal = from + (word << 6) + Long.numberOfTrailingZeros(left);
          switch (test.test(new RowRef.InSegment(segment, ordinal))) {
            case TRUE -> truth.yes[word] |= bit;
            case UNKNOWN -> truth.unknown[word] |= bit;
            case FALSE -> {}
          }
        }
      }
    }

    @Override
    public Cost cost() {
      return Cost.OBJECTS;
    }
  }

  /** NOT. */
  private record Negation(ChunkTest part) implements ChunkTest {
    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      part.test(from, count, wanted, truth);
      for (int word = 0; word < ChunkTruth.WORDS; word++) {
        truth.yes[word] = ~(truth.yes[word] | truth.unknown[word]);
      }
    }

    @Override
    public Cost cost() {
      return part.cost();
    }
  }

  /** AND, or OR: each part is asked only for the rows that those before it left undecided. */
  private static final class Junction implements ChunkTest {
    private final List<ChunkTest> parts;
    private final boolean all;
    private final ChunkTruth next = new ChunkTruth();
    private final long[] open = new long[ChunkTruth.WORDS];

    Junction(List<ChunkTest> parts, boolean all) {
      this.parts = parts;
      this.all = all;
    }

    @Override
    public void test(int from, int count, long[] wanted, ChunkTruth truth) {
      truth.fill(all ? Truth.TRUE : Truth.FALSE);
      System.arraycopy(wanted, 0, open, 0, open.length);
      for (ChunkTest part : parts) {
        part.test(from, count, open, next);
        long undecided = 0;
        for (int word = 0; word < open.length; word++) {
          if (all) {
            and(truth, word);
          } else {
            or(truth, word);
          }
          undecided |= open[word];
        }
        if (undecided == 0) {
          return;
        }
      }
    }

    private void and(ChunkTruth truth, int word) {
      long maybe = (truth.yes[word] | truth.unknown[word]) & (next.yes[word] | next.unknown[word]);
      truth.yes[word] &= next.yes[word];
      truth.unknown[word] = maybe & ~truth.yes[word];
      open[word] &= maybe;
    }

    private void or(ChunkTruth truth, int word) {
      truth.yes[word] |= next.yes[word];
      truth.unknown[word] = (truth.unknown[word] | next.unknown[word]) & ~truth.yes[word];
      open[word] &= ~truth.yes[word];
    }

    @Override
    public Cost cost() {
      return parts.isEmpty() ? Cost.NUMBERS : parts.get(parts.size() - 1).cost();
    }
  }
}
