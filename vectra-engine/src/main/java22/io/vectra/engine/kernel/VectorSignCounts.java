package io.vectra.engine.kernel;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link SignCounts} with vectors, which count bits on JDK 19 and later. */
final class VectorSignCounts implements SignCounts {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int LANES = LONGS.length();

  VectorSignCounts() {
    if (LANES > LANE_STEP) {
      throw new UnsupportedOperationException("registers of " + LANES + " longs are not known");
    }
  }

  @Override
  public void count(long[] bits, int from, int lanes, int words, long[] planes, long[] target) {
    for (int lane = 0; lane < lanes; lane += LANES) {
      LongVector count0 = LongVector.zero(LONGS);
      LongVector count1 = LongVector.zero(LONGS);
      LongVector count2 = LongVector.zero(LONGS);
      LongVector count3 = LongVector.zero(LONGS);
      for (int word = 0; word < words; word++) {
        LongVector rows = LongVector.fromArray(LONGS, bits, from + word * lanes + lane);
        int plane = PLANES * word;
        count0 = count0.add(differing(rows, planes[plane]));
        count1 = count1.add(differing(rows, planes[plane + 1]));
        count2 = count2.add(differing(rows, planes[plane + 2]));
        count3 = count3.add(differing(rows, planes[plane + 3]));
      }
      count0
          .add(count1.lanewise(VectorOperators.LSHL, 1))
          .add(count2.lanewise(VectorOperators.LSHL, 2))
          .add(count3.lanewise(VectorOperators.LSHL, 3))
          .intoArray(target, lane);
    }
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
