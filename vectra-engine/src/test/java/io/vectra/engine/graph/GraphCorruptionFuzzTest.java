package io.vectra.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** A damaged graph gives a VectraException or an answer of the right size; nothing else, ever. */
@ParameterizedClass(name = "{0} dimensions, {1}")
@CsvSource({"8, NONE", "8, INT8", "130, BIT"})
class GraphCorruptionFuzzTest {
  private static final int ROWS = 400;
  private static final int EF = 20;
  private static final long SEED = Long.getLong("vectra.seed", 20_261_123L);
  private static final int[] VALUES = {
    0, 1, -1, -2, 2, 15, 16, 255, ROWS - 1, ROWS, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30
  };

  private final ArrayVectors vectors;
  private final byte[] intact;
  private int refused;

  GraphCorruptionFuzzTest(int dimensions, Quantization quantization) {
    this.vectors = vectors(dimensions);
    VectorIndexOptions options =
        new VectorIndexOptions(Metric.EUCLIDEAN, 4, 20).withQuantization(quantization);
    this.intact = TestGraphs.bytes(vectors, options, 1);
  }

  @Test
  void search_afterAnyHeaderNumberChanged_isRefusedOrRightSized() {
    for (int offset = 0; offset < HnswGraph.HEADER_BYTES; offset += Integer.BYTES) {
      for (int value : VALUES) {
        byte[] bytes = intact.clone();
        numbers(bytes).putInt(offset, value);
        check(bytes, "header number at " + offset + " = " + value);
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void search_afterRandomChanges_isRefusedOrRightSized() {
    System.out.println("replay with -Dvectra.seed=" + SEED);
    Random random = new Random(SEED);
    for (int round = 0; round < 4_000; round++) {
      byte[] bytes = intact.clone();
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes; i++) {
        int number = random.nextInt(bytes.length / Integer.BYTES) * Integer.BYTES;
        if (random.nextBoolean()) {
          numbers(bytes).putInt(number, VALUES[random.nextInt(VALUES.length)]);
        } else {
          bytes[number + random.nextInt(Integer.BYTES)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      check(bytes, "seed " + SEED + ", round " + round);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void open_ofAnyShorterSection_isRefused() {
    for (int length = 0; length < intact.length; length += length < 100 ? 1 : 97) {
      byte[] bytes = Arrays.copyOf(intact, length);
      assertThatThrownBy(() -> HnswGraph.open(ByteBlocks.of(bytes)))
          .as("length " + length)
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
          .hasMessageContaining("test:graph");
    }
  }

  @Test
  void open_ofANewerVersion_saysSo() {
    byte[] bytes = intact.clone();
    numbers(bytes).putInt(4, HnswGraph.VERSION + 1);
    assertThatThrownBy(() -> HnswGraph.open(ByteBlocks.of(bytes)))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NEWER_FORMAT));
  }

  @Test
  void search_ofChainThatTurnsBack_isRefused() {
    byte[] bytes = intact.clone();
    int codeBytes = numbers(bytes).getInt(40);
    int recordBytes =
        (int)
            HnswGraph.recordBytes(codeBytes, numbers(bytes).getInt(24), numbers(bytes).getInt(44));
    int recordsAt =
        (int) (HnswGraph.HEADER_BYTES + HnswGraph.sketchBytes(numbers(bytes).getInt(48), ROWS));
    for (int ordinal = 0; ordinal < ROWS; ordinal++) {
      int at = recordsAt + ordinal * recordBytes;
      numbers(bytes).putInt(at, ordinal);
    }
    assertThatThrownBy(() -> search(bytes))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("followed by the equal ordinal");
  }

  private void check(byte[] bytes, String what) {
    Assertions.assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          try {
            GraphSearcher.Result result = search(bytes);
            assertThat(result.size()).as(what).isBetween(0, 2 * EF);
            if (HnswGraph.open(ByteBlocks.of(bytes)).hasSketches()) {
              assertThat(scan(bytes).size()).as(what).isBetween(0, ROWS);
            }
          } catch (VectraException e) {
            refused++;
            assertThat(e.code()).as(what).isIn(ErrorCode.CORRUPTION, ErrorCode.NEWER_FORMAT);
          }
        },
        what);
  }

  private GraphSearcher.Result search(byte[] bytes) {
    VectorDistance.Prepared query =
        VectorDistance.of(Metric.EUCLIDEAN).prepare(new float[vectors.dimensions()]);
    return GraphSearcher.search(
        HnswGraph.open(ByteBlocks.of(bytes)), vectors, query, EF, i -> i % 3 != 0);
  }

  private GraphSearcher.Result scan(byte[] bytes) {
    BitSet rows = new BitSet();
    rows.set(0, ROWS);
    VectorDistance.Prepared query =
        VectorDistance.of(Metric.EUCLIDEAN).prepare(new float[vectors.dimensions()]);
    return SketchScan.search(HnswGraph.open(ByteBlocks.of(bytes)), query, EF, rows);
  }

  private static ByteBuffer numbers(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ArrayVectors vectors(int dimensions) {
    float[][] rows = ArrayVectors.queries(ROWS, dimensions, 5, 3);
    for (int i = ROWS / 2; i < ROWS; i += 4) {
      rows[i] = rows[1];
    }
    return new ArrayVectors(rows, dimensions);
  }
}
