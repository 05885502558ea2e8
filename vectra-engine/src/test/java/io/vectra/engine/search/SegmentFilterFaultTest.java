package io.vectra.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.segment.Segment;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Predicates over a segment of which any one block is damaged. */
class SegmentFilterFaultTest {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int ROWS = 20_000;
  private static final TableSchema SCHEMA =
      TableSchema.define(
              "T",
              List.of(
                  new Column("NUMBER", ColumnType.of(Kind.BIGINT), true),
                  new Column("TEXT", ColumnType.varchar(0), true),
                  new Column("PRICE", ColumnType.decimal(12, 2), false),
                  new Column("TIME", ColumnType.of(Kind.TIMESTAMP), false)),
              List.of())
          .created(1);
  private static final Map<String, Predicate> PREDICATES = predicates();

  private static Map<String, Predicate> predicates() {
    Map<String, Predicate> all = new LinkedHashMap<>();
    all.put("compared numbers", new Predicate.Compare(0, Comparison.LESS, 500L));
    all.put("numbers of a set", new Predicate.In(0, Set.of(1L, 7L)));
    all.put("compared texts", new Predicate.Compare(1, Comparison.GREATER, text(70)));
    all.put("equal texts", new Predicate.Compare(1, Comparison.EQUAL, text(70)));
    all.put("texts of a set", new Predicate.In(1, Set.of(text(4), text(5))));
    all.put("row by row", new Predicate.Like(1, "%7%", (char) 0));
    all.put("decimals", new Predicate.Compare(2, Comparison.LESS, new BigDecimal("50.00")));
    all.put(
        "timestamps",
        new Predicate.Compare(
            3, Comparison.LESS, LocalDateTime.of(2001, 1, 1, 0, 0).plusSeconds(9)));
    return all;
  }

  private static String text(int i) {
    return "some text of number " + (100 + i % 100);
  }

  private static List<@Nullable Object[]> rows() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          new @Nullable Object[] {
            i % 9 == 0 ? null : (Object) (long) (i % 1_000),
            i % 11 == 0 ? null : text(i),
            BigDecimal.valueOf(i % 10_000, 2),
            LocalDateTime.of(2001, 1, 1, 0, 0).plusSeconds(i % 20)
          });
    }
    return rows;
  }

  @Test
  void matching_inSegmentWithDamagedBlock_isCorruptionOrExact() {
    TestSegment intact = TestSegment.write(SCHEMA, rows());
    Map<String, long[]> expected = new LinkedHashMap<>();
    Segment segment = intact.open(SCHEMA);
    PREDICATES.forEach(
        (name, predicate) ->
            expected.put(name, new SegmentFilter(segment, predicate).matching(tested -> {})));
    Map<String, Integer> refused = new LinkedHashMap<>();
    int length = intact.bytes().length;
    for (int offset = BLOCK_BYTES / 2; offset < length; offset += BLOCK_BYTES) {
      Segment damaged = open(intact.withFlippedBit(offset));
      if (damaged == null) {
        continue;
      }
      for (Map.Entry<String, Predicate> named : PREDICATES.entrySet()) {
        String name = named.getKey();
        int chunks = refusedChunks(damaged, named.getValue(), expected.get(name), name);
        refused.merge(name, chunks, Integer::sum);
      }
    }
    System.out.println("chunks of damaged segments that were refused: " + refused);
    assertThat(refused.keySet()).isEqualTo(PREDICATES.keySet());
    assertThat(refused.values()).allMatch(chunks -> chunks > 0);
  }

  /** How many chunks are refused, and again when they are asked for again; others are exact. */
  private static int refusedChunks(
      Segment damaged, Predicate predicate, long[] expected, String name) {
    SegmentFilter filter = new SegmentFilter(damaged, predicate);
    int refused = 0;
    int count;
    for (int from = 0; from < ROWS; from += count) {
      count = Math.min(RankReader.CHUNK_ROWS, ROWS - from);
      int first = from;
      int rows = count;
      try {
        long[] found = Arrays.copyOf(filter.matching(from, count), (count + 63) >> 6);
        assertThat(found)
            .as("%s, from row %s", name, from)
            .isEqualTo(Arrays.copyOfRange(expected, from >> 6, (from + count + 63) >> 6));
      } catch (VectraException e) {
        assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CORRUPTION);
        assertThatThrownBy(() -> filter.matching(first, rows)).hasMessage(e.getMessage());
        refused++;
      }
    }
    return refused;
  }

  @Test
  void matching_onOtherColumnsThanTheDamaged_isExact() {
    TestSegment intact = TestSegment.write(SCHEMA, rows());
    Predicate numbers = PREDICATES.get("compared numbers");
    long[] expected = new SegmentFilter(intact.open(SCHEMA), numbers).matching(tested -> {});
    int inLastColumn = intact.bytes().length - 2 * BLOCK_BYTES;
    Segment damaged = intact.withFlippedBit(inLastColumn).open(SCHEMA);
    assertThat(new SegmentFilter(damaged, numbers).matching(tested -> {})).isEqualTo(expected);
    SegmentFilter times = new SegmentFilter(damaged, PREDICATES.get("timestamps"));
    assertThatThrownBy(() -> times.matching(tested -> {}))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
  }

  /** Null where the segment cannot even be opened. */
  private static @Nullable Segment open(TestSegment file) {
    try {
      return file.open(SCHEMA);
    } catch (VectraException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION);
      return null;
    }
  }
}
