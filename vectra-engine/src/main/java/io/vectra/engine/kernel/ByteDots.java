package io.vectra.engine.kernel;

import java.nio.ByteBuffer;

/**
 * Inner products of signed bytes in memory with levels in an array, as quantised vectors need them.
 * This class serves JDK 17 to 21; JDK 22 and later load the class of this name from {@code
 * META-INF/versions/22}, which reads memory segments too.
 */
public final class ByteDots {
  /** The number of levels is a multiple of this. */
  public static final int STEP = 32;

  private static final BufferDot DOT = choose();

  private ByteDots() {}

  private static BufferDot choose() {
    BufferDot vectors =
        VectorModule.readsBuffers() ? VectorModule.find(BufferDot.class, "VectorBufferDot") : null;
    return vectors == null ? new ScalarBufferDot() : vectors;
  }

  /** Whether vector instructions compute them. */
  public static boolean areVectorised() {
    return !(DOT instanceof ScalarBufferDot);
  }

  /**
   * The inner product of bytes of a little-endian buffer, whose position is 0, from {@code offset}
   * on with levels; both from -127 to 127.
   */
  public static int dot(ByteBuffer memory, int offset, short[] levels) {
    return DOT.dot(memory, offset, levels);
  }
}
