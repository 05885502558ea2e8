package io.vectra.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link SignCounts} with vectors of JDK 22 and later, which count bits. */
final class VectorSignCounts implements SignCounts {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int LANES = LONGS.length();
  private static final int HALF = 32;

  /** As many ints as there are longs. */
  private static final VectorSpecies<Integer> HALVES =
      VectorSpecies.of(int.class, VectorShape.forBitSize(LONGS.vectorBitSize() / 2));

  VectorSignCounts() {
    if (LANES > LANE_STEP || LANES < 2) {
      throw new UnsupportedOperationException("registers of " + LANES + " longs are not known");
    }
  }

  @Override
  public void count(long[] bits, int from, int lanes, int words, long[] planes, long[] target) {
    for (int lane = 0; lane < lanes; lane += LANES) {
      counts(bits, from + lane, lanes, words, planes).intoArray(target, lane);
    }
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
    // Each number takes a whole lane of longs; the upper halves are of no account.
    for (int lane = 0; lane < lanes; lane += LANES) {
      IntVector counts = counts(edges, lanes + lane, lanes, words, planes).reinterpretAsInts();
      LongVector header = LongVector.fromArray(LONGS, edges, lane);
      FloatVector factors = header.reinterpretAsInts().reinterpretAsFloats();
      FloatVector offsets =
          header.lanewise(VectorOperators.LSHR, HALF).reinterpretAsInts().reinterpretAsFloats();
      IntVector products = counts.lanewise(VectorOperators.LSHL, 1).neg().add(most);
      FloatVector estimates =
          ((FloatVector) products.convert(VectorOperators.I2F, 0))
              .mul(step)
              .mul(factors)
              .add(start)
              .add(offsets);
      estimates = estimates.blend(Float.NEGATIVE_INFINITY, estimates.test(VectorOperators.IS_NAN));
      ((IntVector)
              estimates
                  .reinterpretAsInts()
                  .reinterpretAsLongs()
                  .convertShape(VectorOperators.L2I, HALVES, 0))
          .reinterpretAsFloats()
          .intoArray(target, lane);
    }
  }

  /** The counts of as many lanes as a register has. */
  private static LongVector counts(long[] bits, int from, int lanes, int words, long[] planes) {
    LongVector count0 = LongVector.zero(LONGS);
    LongVector count1 = LongVector.zero(LONGS);
    LongVector count2 = LongVector.zero(LONGS);
    LongVector count3 = LongVector.zero(LONGS);
    for (int word = 0; word < words; word++) {
      LongVector rows = LongVector.fromArray(LONGS, bits, from + word * lanes);
      int plane = PLANES * word;
      count0 = count0.add(differing(rows, planes[plane]));
      count1 = count1.add(differing(rows, planes[plane + 1]));
      count2 = count2.add(differing(rows, planes[plane + 2]));
      count3 = count3.add(differing(rows, planes[plane + 3]));
    }
    return count0
        .add(count1.lanewise(VectorOperators.LSHL, 1))
        .add(count2.lanewise(VectorOperators.LSHL, 2))
        .add(count3.lanewise(VectorOperators.LSHL, 3));
  }

  @Override
  public int countRow(long[] bits, int from, int words, long[] planes) {
    int stride = planes.length / PLANES;
    LongVector counts = LongVector.zero(LONGS);
    for (int word = 0; word < words; word += LANES) {
      LongVector row =
          LongVector.fromArray(LONGS, bits, from + word, LONGS.indexInRange(word, words));
      LongVector count0 = differing(row, planes, word);
      LongVector count1 = differing(row, planes, stride + word);
      LongVector count2 = differing(row, planes, 2 * stride + word);
      LongVector count3 = differing(row, planes, 3 * stride + word);
      counts =
          counts
              .add(count0.add(count1.lanewise(VectorOperators.LSHL, 1)))
              .add(
                  count2
                      .add(count3.lanewise(VectorOperators.LSHL, 1))
                      .lanewise(VectorOperators.LSHL, 2));
    }
    return (int) counts.reduceLanes(VectorOperators.ADD);
  }

  private static LongVector differing(LongVector row, long[] planes, int at) {
    return row.lanewise(VectorOperators.XOR, LongVector.fromArray(LONGS, planes, at))
        .lanewise(VectorOperators.BIT_COUNT);
  }

  private static LongVector differing(LongVector rows, long plane) {
    return rows.lanewise(VectorOperators.XOR, plane).lanewise(VectorOperators.BIT_COUNT);
  }
}
