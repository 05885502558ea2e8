package io.vectra.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Inner products of signed bytes with levels in an array, on JDK 22 and later. */
public final class ByteDots {
  /** The number of levels is a multiple of this. */
  public static final int STEP = 32;

  private static final Trial<SegmentDot> TRIAL =
      new Trial<>(new ScalarSegmentDot(), ByteDots::vectors);

  private ByteDots() {}

  /** With vector instructions, or null where they cannot run. */
  static @Nullable SegmentDot vectors() {
    return VectorModule.isPresent()
        ? VectorModule.find(SegmentDot.class, "VectorSegmentDot")
        : null;
  }

  /**
   * The inner product of bytes of a buffer, whose position is 0, from {@code offset} on with
   * levels; both from -127 to 127.
   */
  public static int dot(ByteBuffer memory, int offset, short[] levels) {
    return dot(MemorySegment.ofBuffer(memory), offset, levels);
  }

  /**
   * The inner product.
   *
   * @param memory native, with as many bytes from {@code offset} on as there are levels, each from
   *     -127 to 127
   * @param levels from -127 to 127; their number is a multiple of {@link #STEP}
   */
  public static int dot(MemorySegment memory, long offset, short[] levels) {
    SegmentDot dot = TRIAL.settled();
    return dot == null
        ? TRIAL.run(either -> either.dot(memory, offset, levels))
        : dot.dot(memory, offset, levels);
  }
}
