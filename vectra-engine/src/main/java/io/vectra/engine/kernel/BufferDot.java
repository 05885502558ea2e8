package io.vectra.engine.kernel;

import java.nio.ByteBuffer;

/** The inner product of signed bytes in a buffer with levels in an array. */
interface BufferDot {

  /**
   * The inner product.
   *
   * @param memory little-endian, with as many bytes from {@code offset} on as there are levels,
   *     each from -127 to 127
   * @param levels from -127 to 127; their number is a multiple of {@link ByteDots#STEP}
   */
  int dot(ByteBuffer memory, int offset, short[] levels);
}
