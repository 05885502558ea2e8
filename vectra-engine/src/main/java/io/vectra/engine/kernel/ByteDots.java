package io.vectra.engine.kernel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Inner products of signed bytes in memory with levels in an array, as quantised vectors need them.
 * This class serves JDK 17 to 21; JDK 22 and later load the class of this name from {@code
 * META-INF/versions/22}, which reads memory segments too.
 */
public final class ByteDots {
  /** The number of levels is a multiple of this. */
  public static final int STEP = 32;

  private static final Trial<BufferDot> TRIAL =
      new Trial<>(new ScalarBufferDot(), ByteDots::vectors);

  private ByteDots() {}

  /** With vector instructions, or null where they cannot run. */
  static @Nullable BufferDot vectors() {
    return VectorModule.readsBuffers()
        ? VectorModule.find(BufferDot.class, "VectorBufferDot")
        : null;
  }

  /**
   * The inner product of bytes of a little-endian buffer, whose position is 0, from {@code offset}
   * on with levels; both from -127 to 127.
   */
  public static int dot(ByteBuffer memory, int offset, short[] levels) {
    BufferDot dot = TRIAL.settled();
    return dot == null
        ? TRIAL.run(either -> either.dot(memory, offset, levels))
        : dot.dot(memory, offset, levels);
  }
}
