package io.vectra.engine.kernel;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SignCounts} with vectors of JDK 17 to 21, which have no instruction that counts bits: they
 * are added up in ever wider fields, those of all planes together as soon as they fit. JDK 22 and
 * later load the class of this name from {@code META-INF/versions/22}.
 */
final class VectorSignCounts implements SignCounts {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int LANES = LONGS.length();
  private static final int HALF = 32;

  /** A row alone is too short. */
  private static final SignCounts PLAIN = new ScalarSignCounts();

  private static final long EVERY_SECOND_BIT = 0x5555_5555_5555_5555L;
  private static final long EVERY_SECOND_PAIR = 0x3333_3333_3333_3333L;
  private static final long LOWER_HALVES_OF_BYTES = 0x0F0F_0F0F_0F0F_0F0FL;
  private static final long EVERY_SECOND_BYTE = 0x00FF_00FF_00FF_00FFL;
  private static final long LOWER_HALVES_OF_INTS = 0x0000_FFFF_0000_FFFFL;
  private static final long LOWER_HALF = 0xFFFF_FFFFL;

  VectorSignCounts() {
    if (LANES > LANE_STEP || LANES < 2) {
      throw new UnsupportedOperationException("registers of " + LANES + " longs are not known");
    }
  }

  /**
   * All but the first steps in one method: parts that the compiler leaves out of line would make a
   * vector on the heap of every step. Sums of 16 bits hold those of 250 words, of 16,000
   * dimensions.
   */
  @Override
  public void count(long[] bits, int from, int lanes, int words, long[] planes, long[] target) {
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector sums = LongVector.zero(LONGS);
      for (int word = 0; word < words; word++) {
        LongVector rows = LongVector.fromArray(LONGS, bits, from + word * lanes + lane);
        int plane = PLANES * word;
        LongVector plane0 = inFourBits(inPairs(rows.lanewise(VectorOperators.XOR, planes[plane])));
        LongVector plane1 =
            inFourBits(inPairs(rows.lanewise(VectorOperators.XOR, planes[plane + 1])));
        LongVector plane2 =
            inFourBits(inPairs(rows.lanewise(VectorOperators.XOR, planes[plane + 2])));
        LongVector plane3 =
            inFourBits(inPairs(rows.lanewise(VectorOperators.XOR, planes[plane + 3])));
        // In four bits each: at most 4 + 2 * 4.
        LongVector low = plane0.add(plane1.lanewise(VectorOperators.LSHL, 1));
        LongVector high = plane2.add(plane3.lanewise(VectorOperators.LSHL, 1));
        // In eight: at most 24 + 4 * 24.
        LongVector halves = LongVector.broadcast(LONGS, LOWER_HALVES_OF_BYTES);
        LongVector lowBytes =
            low.and(halves).add(low.lanewise(VectorOperators.LSHR, 4).and(halves));
        LongVector highBytes =
            high.and(halves).add(high.lanewise(VectorOperators.LSHR, 4).and(halves));
        LongVector all = lowBytes.add(highBytes.lanewise(VectorOperators.LSHL, 2));
        LongVector bytes = LongVector.broadcast(LONGS, EVERY_SECOND_BYTE);
        sums = sums.add(all.and(bytes)).add(all.lanewise(VectorOperators.LSHR, 8).and(bytes));
      }
      LongVector ints = LongVector.broadcast(LONGS, LOWER_HALVES_OF_INTS);
      sums = sums.and(ints).add(sums.lanewise(VectorOperators.LSHR, 16).and(ints));
      sums = sums.add(sums.lanewise(VectorOperators.LSHR, HALF)).and(LOWER_HALF);
      sums.intoArray(target, lane);
    }
  }

  private static LongVector inPairs(LongVector bits) {
    return bits.sub(bits.lanewise(VectorOperators.LSHR, 1).and(EVERY_SECOND_BIT));
  }

  private static LongVector inFourBits(LongVector pairs) {
    return pairs
        .and(EVERY_SECOND_PAIR)
        .add(pairs.lanewise(VectorOperators.LSHR, 2).and(EVERY_SECOND_PAIR));
  }

  @Override
  public void estimate(
      long[] edges,
      int lanes,
      int words,
      long[] planes,
      float start,
      float step,
      int most,
      float[] target) {
    long[] counts = new long[lanes];
    count(edges, lanes, lanes, words, planes, counts);
    // Conversions between registers of different sizes take longer than one number after another.
    ScalarSignCounts.estimate(edges, lanes, counts, start, step, most, target);
  }

  @Override
  public int countRow(long[] bits, int from, int words, long[] planes) {
    return PLAIN.countRow(bits, from, words, planes);
  }
}
