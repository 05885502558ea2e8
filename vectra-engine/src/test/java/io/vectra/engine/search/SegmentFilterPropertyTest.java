package io.vectra.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.segment.Segment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Predicates evaluated column by column match the rows that they match row by row. */
class SegmentFilterPropertyTest {
  private static final int[] SIZES = {1, 7, 63, 64, 65, 1_000, 1_023, 1_024, 1_025, 2_200};
  private static final int PREDICATES = 60;

  /** Long enough that the texts of a chunk are not copied at once. */
  private static final String LONG_TEXT = "abc".repeat(2_000);

  @Test
  void matching_anyPredicateOnAnySegment_equalsRowByRow() {
    long seeds = Boolean.getBoolean("vectra.proof") ? 1_000 : 60;
    long matched = 0;
    for (long seed = 0; seed < seeds; seed++) {
      matched += run(seed);
    }
    System.out.println("segment filters: seeds 0 to " + (seeds - 1) + ", " + matched + " matches");
    assertThat(matched).isGreaterThan(100 * seeds);
  }

  /** One segment; {@code run(seed)} alone replays it. */
  private static long run(long seed) {
    Random random = new Random(seed);
    TableSchema written = schema(random);
    TestSegment file = TestSegment.write(written, rows(written, random));
    TableSchema schema = altered(written, random);
    Segment segment = file.open(schema);
    RandomPredicates predicates = new RandomPredicates(schema, random);
    long matched = 0;
    for (int i = 0; i < PREDICATES; i++) {
      Predicate predicate = predicates.next(4);
      String what = "seed " + seed + ", " + segment.size() + " rows, " + predicate;
      matched += assertEqualsRowByRow(segment, predicate, random, what);
      // What is UNKNOWN stays so under NOT, what is FALSE becomes TRUE.
      assertEqualsRowByRow(segment, new Predicate.Not(predicate), random, "NOT of " + what);
    }
    segment.release();
    return matched;
  }

  private static int assertEqualsRowByRow(
      Segment segment, Predicate predicate, Random random, String what) {
    BitSet expected = new BitSet();
    RowTest test = RowTest.of(predicate);
    for (int i = 0; i < segment.size(); i++) {
      expected.set(i, test.matches(new RowRef.InSegment(segment, i)));
    }
    SegmentFilter filter = new SegmentFilter(segment, predicate);
    assertThat(BitSet.valueOf(filter.matching(tested -> {}))).as(what).isEqualTo(expected);
    for (int i = 0; i < 3; i++) { // any chunks, in any order
      int from = random.nextInt(segment.size()) & ~63;
      int count = 1 + random.nextInt(Math.min(RankReader.CHUNK_ROWS, segment.size() - from));
      assertThat(BitSet.valueOf(filter.matching(from, count)))
          .as("%s, %s rows from %s", what, count, from)
          .isEqualTo(expected.get(from, from + count));
    }
    return expected.cardinality();
  }

  /** Some columns of each of a few types: all types come up over the seeds. */
  private static TableSchema schema(Random random) {
    List<Column> columns = new ArrayList<>();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      columns.add(new Column("C" + i, type(random), true));
    }
    return TableSchema.define("T", columns, List.of()).created(1);
  }

  private static ColumnType type(Random random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return switch (kind) {
      case DECIMAL -> ColumnType.decimal(12, random.nextInt(3));
      case VECTOR -> ColumnType.vector(2);
      default -> ColumnType.of(kind);
    };
  }

  /** Rows whose columns are never, seldom, often or always NULL. */
  private static List<@Nullable Object[]> rows(TableSchema schema, Random random) {
    RandomValues values = new RandomValues(random);
    int[] percentNull = new int[schema.columns().size()];
    for (int i = 0; i < percentNull.length; i++) {
      percentNull[i] = List.of(0, 2, 50, 100).get(random.nextInt(4));
    }
    boolean longTexts = random.nextInt(4) == 0;
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = SIZES[random.nextInt(SIZES.length)]; i > 0; i--) {
      @Nullable Object[] row = new @Nullable Object[percentNull.length];
      for (int c = 0; c < row.length; c++) {
        if (random.nextInt(100) >= percentNull[c]) {
          Object value = values.stored(schema.column(c).type());
          row[c] =
              longTexts && value instanceof String && random.nextInt(20) == 0 ? LONG_TEXT : value;
        }
      }
      rows.add(row);
    }
    return rows;
  }

  /** The table after columns were dropped and added, with and without a value for old rows. */
  private static TableSchema altered(TableSchema written, Random random) {
    TableSchema schema = written;
    for (int i = random.nextInt(4); i > 0; i--) {
      if (random.nextBoolean() && schema.columns().size() > 1) {
        schema = schema.withColumnDropped(random.nextInt(schema.columns().size()));
      } else {
        ColumnType type = type(random);
        Object value = random.nextBoolean() ? new RandomValues(random).stored(type) : null;
        schema =
            schema.withColumnAdded(
                new Column("N" + i, type, value == null, value, Column.Identity.NONE));
      }
    }
    return schema;
  }

  @Test
  void compareValues_ofFloatingPoint_isTheOrderOfJavaWithOneZero() {
    Random random = new Random(3);
    RandomValues values = new RandomValues(random);
    for (int i = 0; i < 5_000; i++) {
      double a = pick(values, random);
      double b = pick(values, random);
      assertThat(RowTest.compareValues(a, b)).isEqualTo(Double.compare(a + 0.0, b + 0.0));
      float c = (float) a;
      float d = (float) b;
      assertThat(RowTest.compareValues(c, d)).isEqualTo(Float.compare(c + 0.0f, d + 0.0f));
    }
  }

  private static double pick(RandomValues values, Random random) {
    return random.nextBoolean()
        ? (Double) values.stored(ColumnType.of(Kind.DOUBLE))
        : Double.longBitsToDouble(random.nextLong());
  }
}
