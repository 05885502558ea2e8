package io.vectra.engine.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BufferDot} with vectors of JDK 17 and 18: bytes are widened to 16 bits, and the sum of two
 * products fits in 16 bits, since no factor is beyond 127; then it is widened to 32.
 */
final class VectorBufferDot implements BufferDot {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final int LANES = SHORTS.length();
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SHORTS.vectorShape());

  VectorBufferDot() {
    if (LANES > ByteDots.STEP) {
      throw new UnsupportedOperationException("registers of " + LANES + " shorts are not known");
    }
  }

  /**
   * All in one method: a part of it that the compiler leaves out of line would make a vector on the
   * heap of every step, and might not be known to read what may fail.
   */
  @Override
  public int dot(ByteBuffer memory, int offset, short[] levels) {
    memory.get(offset); // for this read the compiler knows that the code may fail
    IntVector sums = IntVector.zero(INTS);
    int i = 0;
    for (; i <= levels.length - 2 * LANES; i += 2 * LANES) {
      ShortVector first =
          (ShortVector)
              ByteVector.fromByteBuffer(BYTES, memory, offset + i, ByteOrder.LITTLE_ENDIAN)
                  .convertShape(VectorOperators.B2S, SHORTS, 0);
      ShortVector second =
          (ShortVector)
              ByteVector.fromByteBuffer(BYTES, memory, offset + i + LANES, ByteOrder.LITTLE_ENDIAN)
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
              ByteVector.fromByteBuffer(BYTES, memory, offset + i, ByteOrder.LITTLE_ENDIAN)
                  .convertShape(VectorOperators.B2S, SHORTS, 0);
      ShortVector products = last.mul(ShortVector.fromArray(SHORTS, levels, i));
      sums =
          sums.add((IntVector) products.convertShape(VectorOperators.S2I, INTS, 0))
              .add((IntVector) products.convertShape(VectorOperators.S2I, INTS, 1));
    }
    return sums.reduceLanes(VectorOperators.ADD);
  }
}
