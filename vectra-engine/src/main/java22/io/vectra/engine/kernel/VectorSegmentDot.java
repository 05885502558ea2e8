package io.vectra.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SegmentDot} with vectors of JDK 22 and later: bytes are widened to 16 bits, and the sum of
 * two products fits in 16 bits, since no factor is beyond 127; then it is widened to 32.
 */
final class VectorSegmentDot implements SegmentDot {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SHORTS.length();
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SHORTS.vectorShape());

  VectorSegmentDot() {
    if (LANES > ByteDots.STEP) {
      throw new UnsupportedOperationException("registers of " + LANES + " shorts are not known");
    }
  }

  /**
   * All in one method: a part of it that the compiler leaves out of line would make a vector on the
   * heap of every step, and would not be known to read what may fail.
   */
  @Override
  public int dot(MemorySegment memory, long offset, short[] levels) {
    // For this read the compiler knows that the code may meet a page that cannot be read, and has
    // the fault reported; for vectors alone it does not, and the fault would end the process.
    memory.get(ValueLayout.JAVA_BYTE, offset);
    IntVector sums = IntVector.zero(INTS);
    int i = 0;
    for (; i <= levels.length - 2 * LANES; i += 2 * LANES) {
      ShortVector first =
          (ShortVector)
              ByteVector.fromMemorySegment(BYTES, memory, offset + i, ByteOrder.LITTLE_ENDIAN)
                  .convertShape(VectorOperators.B2S, SHORTS, 0);
      ShortVector second =
          (ShortVector)
              ByteVector.fromMemorySegment(
                      BYTES, memory, offset + i + LANES, ByteOrder.LITTLE_ENDIAN)
                  .convertShape(VectorOperators.B2S, SHORTS, 0);
      ShortVector products =
          first
              .mul(ShortVector.fromArray(SHORTS, levels, i))
              .add(second.mul(ShortVector.fromArray(SHORTS, levels, i + LANES)));
      sums =
          sums.add((IntVector) products.convertShape(VectorOperators.S2I, INTS, 0))
              .add((IntVector) products.convertShape(VectorOperators.S2I, INTS, 1));
    }
    if (i < levels.length) {
      ShortVector last =
          (ShortVector)
              ByteVector.fromMemorySegment(BYTES, memory, offset + i, ByteOrder.LITTLE_ENDIAN)
                  .convertShape(VectorOperators.B2S, SHORTS, 0);
      ShortVector products = last.mul(ShortVector.fromArray(SHORTS, levels, i));
      sums =
          sums.add((IntVector) products.convertShape(VectorOperators.S2I, INTS, 0))
              .add((IntVector) products.convertShape(VectorOperators.S2I, INTS, 1));
    }
    return sums.reduceLanes(VectorOperators.ADD);
  }
}
