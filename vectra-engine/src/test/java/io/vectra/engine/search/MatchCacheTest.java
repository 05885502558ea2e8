package io.vectra.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the cache keeps, for how long, and how much of it. */
class MatchCacheTest {
  private static final int ROWS = 2_000;
  private static final long PLENTY = 1 << 20;
  private static final TableSchema SCHEMA =
      TableSchema.define(
              "T",
              List.of(
                  new Column("NUMBER", ColumnType.of(Kind.INTEGER), false),
                  new Column("BYTES", ColumnType.of(Kind.VARBINARY), false)),
              List.of())
          .created(1);

  private final Segment segment = newSegment();
  private final AtomicInteger evaluations = new AtomicInteger();

  /** Each segment has an entry of its own: its rows begin elsewhere. */
  private static Segment newSegment() {
    return segment(0);
  }

  private static Segment segment(int first) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = first; i < first + ROWS; i++) {
      rows.add(new @Nullable Object[] {i, new byte[] {(byte) i}});
    }
    return TestSegment.write(SCHEMA, rows).open(SCHEMA);
  }

  private static Predicate below(int limit) {
    return new Predicate.Compare(0, Comparison.LESS, limit);
  }

  private BitSet matching(MatchCache cache, Segment rows, int version, Predicate predicate) {
    return cache.matching(
        rows,
        version,
        predicate,
        () -> {
          evaluations.incrementAndGet();
          return new SegmentFilter(rows, predicate).matching(tested -> {});
        });
  }

  private BitSet matching(MatchCache cache, Predicate predicate) {
    return matching(cache, segment, 1, predicate);
  }

  @Test
  void matching_thirdTime_isNotEvaluated() {
    MatchCache cache = new MatchCache(PLENTY);
    BitSet first = matching(cache, below(700));
    assertThat(cache.bytes()).as("what comes once is not kept").isZero();
    matching(cache, below(700));
    assertThat(cache.bytes()).isPositive();
    assertThat(matching(cache, below(700))).isEqualTo(first);
    assertThat(evaluations).hasValue(2);
  }

  @Test
  void matching_equalArraysInOtherObjects_isKnown() {
    MatchCache cache = new MatchCache(PLENTY);
    for (int i = 0; i < 5; i++) {
      matching(cache, new Predicate.Compare(1, Comparison.EQUAL, new byte[] {7}));
      matching(cache, new Predicate.In(1, Set.of(new byte[] {1}, new byte[] {2})));
    }
    assertThat(evaluations).hasValue(4);
  }

  @Test
  void matching_arrayChangedByTheCaller_isAnotherPredicate() {
    MatchCache cache = new MatchCache(PLENTY);
    byte[] bytes = {7};
    Predicate before = new Predicate.Compare(1, Comparison.EQUAL, bytes);
    matching(cache, before);
    BitSet expected = (BitSet) matching(cache, before).clone();
    bytes[0] = 8;
    BitSet other = matching(cache, new Predicate.Compare(1, Comparison.EQUAL, bytes));
    assertThat(other).isNotEqualTo(expected);
    assertThat(matching(cache, before)).isEqualTo(expected);
  }

  @Test
  void matching_otherVersionSegmentOrPredicate_isEvaluated() {
    MatchCache cache = new MatchCache(PLENTY);
    Segment other = segment(500);
    for (int i = 0; i < 3; i++) {
      matching(cache, below(700));
    }
    evaluations.set(0);
    matching(cache, segment, 2, below(700));
    BitSet ofOther = matching(cache, other, 1, below(700));
    matching(cache, new Predicate.Compare(0, Comparison.LESS_OR_EQUAL, 700));
    matching(cache, new Predicate.Not(below(700)));
    assertThat(evaluations).hasValue(4);
    assertThat(ofOther)
        .isEqualTo(BitSet.valueOf(new SegmentFilter(other, below(700)).matching(tested -> {})));
  }

  @Test
  void matching_manyPredicates_keepsTheLastUsedWithinTheLimit() {
    long limit = 20_000;
    MatchCache cache = new MatchCache(limit);
    for (int i = 0; i < 500; i++) {
      matching(cache, below(i));
      matching(cache, below(i));
      matching(cache, below(0)); // always among the last used
      assertThat(cache.bytes()).isLessThanOrEqualTo(limit);
    }
    assertThat(cache.bytes()).as("it is used").isGreaterThan(limit / 2);
    evaluations.set(0);
    matching(cache, below(0));
    matching(cache, below(499));
    assertThat(evaluations).hasValue(0);
    matching(cache, below(1));
    assertThat(evaluations).hasValue(1);
  }

  @Test
  void matching_predicateTooLong_isNeverKept() {
    MatchCache cache = new MatchCache(PLENTY);
    Set<Object> numbers = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      numbers.add(i);
    }
    for (int i = 0; i < 3; i++) {
      matching(cache, new Predicate.In(0, numbers));
    }
    assertThat(evaluations).hasValue(3);
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void matching_withoutRoom_isNeverKept() {
    for (long limit : new long[] {0, 100}) {
      MatchCache cache = new MatchCache(limit);
      for (int i = 0; i < 3; i++) {
        matching(cache, below(700));
      }
      assertThat(cache.bytes()).isZero();
    }
    assertThat(evaluations).hasValue(6);
  }

  @Test
  void matching_whenEvaluationFails_keepsNothing() {
    MatchCache cache = new MatchCache(PLENTY);
    MatchCache.Evaluation failing =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> cache.matching(segment, 1, below(700), failing))
          .hasMessage("on purpose");
    }
    assertThat(cache.bytes()).isZero();
    assertThat(matching(cache, below(700)))
        .isEqualTo(BitSet.valueOf(new SegmentFilter(segment, below(700)).matching(tested -> {})));
  }

  @Test
  void release_ofTheLastUse_letsGoOfItsRowsAlone() {
    MatchCache cache = new MatchCache(PLENTY);
    Segment other = segment(500);
    for (int i = 0; i < 20; i++) {
      matching(cache, below(i % 10));
      matching(cache, other, 1, below(i % 10));
    }
    // Another version of the table reads the same file: its uses count as well.
    Segment later = segment.under(SCHEMA.withName("U"));
    matching(cache, later, 2, below(1));
    matching(cache, later, 2, below(1));
    long both = cache.bytes();
    assertThat(later.tryRetain()).isTrue();
    segment.release();
    assertThat(cache.bytes()).isEqualTo(both);
    later.release();
    long left = cache.bytes();
    assertThat(left).isPositive().isLessThan(both);
    evaluations.set(0);
    matching(cache, other, 1, below(3));
    assertThat(evaluations).hasValue(0);
    other.release();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void matching_byManyThreadsWhileSegmentsClose_isExactAndLeavesNothing() throws Exception {
    MatchCache cache = new MatchCache(30_000);
    List<Segment> segments = List.of(segment(0), segment(500), segment(900));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      segments.forEach(each -> assertThat(each.tryRetain()).isTrue());
      Random random = new Random(t);
      Callable<Boolean> work =
          () -> {
            for (int i = 0; i < 3_000; i++) {
              Segment any = segments.get(random.nextInt(segments.size()));
              Predicate predicate = below(500 + random.nextInt(60));
              assertThat(matching(cache, any, 1, predicate))
                  .isEqualTo(
                      BitSet.valueOf(new SegmentFilter(any, predicate).matching(tested -> {})));
              assertThat(cache.bytes()).isLessThanOrEqualTo(30_000);
            }
            segments.forEach(Segment::release);
            return true;
          };
      done.add(threads.submit(work));
    }
    segments.forEach(Segment::release);
    for (Future<?> each : done) {
      each.get();
    }
    threads.shutdown();
    assertThat(cache.bytes()).isZero();
    assertThat(evaluations.get()).as("some were known").isLessThan(4 * 3_000);
  }
}
