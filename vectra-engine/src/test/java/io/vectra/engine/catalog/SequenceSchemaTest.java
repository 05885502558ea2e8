package io.vectra.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.schema.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks of values against counting them one by one. */
class SequenceSchemaTest {
  private static final QualifiedName NAME = new QualifiedName("PUBLIC", "S");

  @Test
  void blocks_ofRandomSequences_giveTheValuesOfSteppingOneByOne() {
    long seed = Long.getLong("vectra.seed", 20_261);
    System.out.println("replay with -Dvectra.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      long minimum = random.nextInt(20) - 10;
      long maximum = minimum + 1 + random.nextInt(20);
      long step = random.nextInt(6) + 1;
      long increment = random.nextBoolean() ? step : -step;
      boolean cycle = random.nextBoolean();
      SequenceSchema.Range range =
          new SequenceSchema.Range(Kind.BIGINT, increment, minimum, maximum, cycle);
      long start = minimum + random.nextInt((int) (maximum - minimum) + 1);
      SequenceSchema sequence =
          new SequenceSchema(NAME, 1, range, start, random.nextInt(9) + 1, start);
      assertThat(sequence.fault()).isNull();
      assertThat(values(sequence, 40)).as(sequence.toString()).isEqualTo(stepped(range, start, 40));
    }
  }

  @Test
  void blocks_atTheEndsOfBigint_doNotOverflow() {
    SequenceSchema.Range up =
        new SequenceSchema.Range(
            Kind.BIGINT, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, false);
    assertThat(values(new SequenceSchema(NAME, 1, up, 0, 9, Long.MIN_VALUE), 9))
        .containsExactly(Long.MIN_VALUE, -1L, Long.MAX_VALUE - 1);
    SequenceSchema.Range down =
        new SequenceSchema.Range(Kind.BIGINT, Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, true);
    assertThat(values(new SequenceSchema(NAME, 1, down, 0, 9, Long.MAX_VALUE), 3))
        .containsExactly(Long.MAX_VALUE, -1L, Long.MAX_VALUE);
    SequenceSchema.Range all =
        new SequenceSchema.Range(Kind.BIGINT, 1, Long.MIN_VALUE, Long.MAX_VALUE, false);
    SequenceSchema last = new SequenceSchema(NAME, 1, all, 0, 5, Long.MAX_VALUE - 1);
    assertThat(values(last, 9)).containsExactly(Long.MAX_VALUE - 1, Long.MAX_VALUE);
  }

  @Test
  void fault_ofWhatCannotBe_saysWhat() {
    assertThat(fault(0, 1, 9, 1, 1)).contains("INCREMENT 0");
    assertThat(fault(1, 9, 9, 9, 1)).contains("MINVALUE 9", "MAXVALUE 9");
    assertThat(fault(1, 1, 9, 10, 1)).contains("START 10", "from 1 to 9");
    assertThat(fault(1, 1, 9, 1, 0)).contains("CACHE 0");
    assertThat(fault(1, 1, 40_000, 1, 1)).contains("SMALLINT", "32767");
  }

  private static String fault(long increment, long minimum, long maximum, long start, long cache) {
    SequenceSchema.Range range =
        new SequenceSchema.Range(Kind.SMALLINT, increment, minimum, maximum, false);
    return new SequenceSchema(NAME, 1, range, start, cache, start).fault();
  }

  private static List<Long> values(SequenceSchema sequence, int most) {
    List<Long> values = new ArrayList<>();
    SequenceSchema.Block block = sequence.reserve();
    while (block != null && values.size() < most) {
      for (long i = 0; i < block.count() && values.size() < most; i++) {
        values.add(block.first() + i * sequence.range().increment());
      }
      block = block.after().reserve();
    }
    return values;
  }

  private static List<Long> stepped(SequenceSchema.Range range, long start, int most) {
    List<Long> values = new ArrayList<>();
    long value = start;
    while (values.size() < most) {
      values.add(value);
      value += range.increment();
      if (value < range.minimum() || value > range.maximum()) {
        if (!range.cycle()) {
          break;
        }
        value = range.increment() > 0 ? range.minimum() : range.maximum();
      }
    }
    return values;
  }
}
