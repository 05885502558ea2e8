package io.vectra.engine.kernel;

import java.lang.foreign.MemorySegment;

/** The inner product of signed bytes in a memory segment with levels in an array. */
interface SegmentDot {

  /** As {@link ByteDots#dot(MemorySegment, long, short[])}. */
  int dot(MemorySegment memory, long offset, short[] levels);
}
