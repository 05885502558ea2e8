package io.vectra.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counts of differing bits against counting them one by one. */
class SignCountsTest {
  /** In plain Java, and with vector instructions where they run. */
  private static final List<SignCounts> LOOPS =
      Stream.of(new ScalarSignCounts(), SignCounts.vectors()).filter(Objects::nonNull).toList();

  private static final long SEED = Long.getLong("vectra.seed", 11);

  /** Words of the longest vectors, of 16,000 dimensions. */
  private static final int MOST_WORDS = 250;

  @Test
  void count_ofAnyShape_isThatOfBitsOneByOne() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 500; round++) {
      int words = 1 + random.nextInt(13);
      int lanes = SignCounts.LANE_STEP * (1 + random.nextInt(8));
      int from = random.nextInt(70);
      long[] bits = longs(random, from + words * lanes + random.nextInt(3));
      long[] planes = longs(random, SignCounts.PLANES * words);
      long[] expected = new long[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        for (int bit = 0; bit < words * Long.SIZE; bit++) {
          long row = bits[from + (bit >> 6) * lanes + lane] >>> bit & 1;
          for (int plane = 0; plane < SignCounts.PLANES; plane++) {
            long other = planes[SignCounts.PLANES * (bit >> 6) + plane] >>> bit & 1;
            expected[lane] += row == other ? 0 : 1L << plane;
          }
        }
      }
      for (SignCounts counts : LOOPS) {
        long[] counted = longs(random, lanes);
        counts.count(bits, from, lanes, words, planes, counted);
        assertThat(counted).as("%s, round %d, seed %d", counts, round, SEED).isEqualTo(expected);
      }
    }
    System.out.println("bits are counted by " + LOOPS);
    assertThat(LOOPS).hasSize(VectorModule.isPresent() ? 2 : 1);
  }

  @Test
  void estimate_ofAnyNumbers_isThatOfItsCounts() {
    SplittableRandom random = new SplittableRandom(SEED);
    int unknown = 0;
    for (int round = 0; round < 500; round++) {
      int words = 1 + random.nextInt(13);
      int lanes = SignCounts.LANE_STEP * (1 + random.nextInt(8));
      long[] edges = longs(random, lanes + words * lanes);
      long[] planes = longs(random, SignCounts.PLANES * words);
      // Any bits are floats: some are NaN, infinite or next to nothing.
      float start = Float.intBitsToFloat(random.nextInt());
      float step = random.nextFloat();
      int most = 15 * words * Long.SIZE;
      long[] counts = new long[lanes];
      new ScalarSignCounts().count(edges, lanes, lanes, words, planes, counts);
      float[] expected = new float[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        float factor = Float.intBitsToFloat((int) edges[lane]);
        float offset = Float.intBitsToFloat((int) (edges[lane] >> 32));
        float product = step * (most - 2 * counts[lane]);
        expected[lane] = (start + factor * product) + offset;
        if (Float.isNaN(expected[lane])) {
          expected[lane] = Float.NEGATIVE_INFINITY;
          unknown++;
        }
      }
      for (SignCounts own : LOOPS) {
        float[] estimates = new float[lanes];
        own.estimate(edges, lanes, words, planes, start, step, most, estimates);
        assertThat(estimates).as("%s, round %d, seed %d", own, round, SEED).isEqualTo(expected);
      }
    }
    assertThat(unknown).isPositive();
  }

  @Test
  void countRow_ofAnyLength_isThatOfBitsOneByOne() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 500; round++) {
      int words = 1 + random.nextInt(20);
      int stride = (words + 7) / 8 * 8;
      int from = random.nextInt(70);
      long[] bits = longs(random, from + words + random.nextInt(3));
      long[] planes = new long[SignCounts.PLANES * stride];
      int expected = 0;
      for (int plane = 0; plane < SignCounts.PLANES; plane++) {
        for (int word = 0; word < words; word++) {
          planes[plane * stride + word] = random.nextLong();
          expected += Long.bitCount(bits[from + word] ^ planes[plane * stride + word]) << plane;
        }
      }
      for (SignCounts counts : LOOPS) {
        assertThat(counts.countRow(bits, from, words, planes))
            .as("%s, round %d, seed %d", counts, round, SEED)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void counts_ofThisJvm_areThoseOfPlainJava() {
    SplittableRandom random = new SplittableRandom(SEED);
    SignCounts plain = new ScalarSignCounts();
    SignCounts own = LOOPS.get(LOOPS.size() - 1);
    int pairs = 0;
    int longest = 0;
    while (pairs < RandomPairs.COUNT) {
      boolean isLongest = random.nextInt(500) == 0;
      int words = isLongest ? MOST_WORDS : 1 + random.nextInt(24);
      int lanes = SignCounts.LANE_STEP * (1 + random.nextInt(8));
      long[] bits = longs(random, words * lanes);
      long[] planes = longs(random, SignCounts.PLANES * words);
      long[] expected = new long[lanes];
      long[] counted = new long[lanes];
      plain.count(bits, 0, lanes, words, planes, expected);
      own.count(bits, 0, lanes, words, planes, counted);
      assertThat(counted).as("after %d pairs, seed %d", pairs, SEED).isEqualTo(expected);
      pairs += lanes;
      longest += isLongest ? lanes : 0;
    }
    System.out.printf(
        "counts of signs: %s counts as plain Java does on %,d pairs, %,d of them of %d words,"
            + " seed %d%n",
        own.getClass().getSimpleName(), pairs, longest, MOST_WORDS, SEED);
  }

  private static long[] longs(SplittableRandom random, int count) {
    return random.longs(count).toArray();
  }
}
