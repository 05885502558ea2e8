package io.vectra.engine.storage;

import io.vectra.engine.kernel.ByteDots;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A file mapped as one memory segment; its arena is closed after the last use. Once a read has been
 * compiled, the JVM may report a fault of a mapped page only after the read has returned: see
 * {@link MappedFaults}.
 */
final class SegmentBlocks implements MappedBlocks {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String name;
  private final MemorySegment segment;
  private final UseCount uses;

  SegmentBlocks(String name, MemorySegment segment, Arena arena) {
    this.name = name;
    this.segment = segment;
    this.uses = new UseCount(arena::close);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return segment.byteSize();
  }

  @Override
  public byte getByte(long offset) {
    try {
      return segment.get(ValueLayout.JAVA_BYTE, offset);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public int getInt(long offset) {
    try {
      return segment.get(INT, offset);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public long getLong(long offset) {
    try {
      return segment.get(LONG, offset);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public void readBytes(long offset, byte[] target, int from, int count) {
    try {
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, target, from, count);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public void readInts(long offset, int[] target, int from, int count) {
    try {
      MemorySegment.copy(segment, INT, offset, target, from, count);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public void readLongs(long offset, long[] target, int from, int count) {
    try {
      MemorySegment.copy(segment, LONG, offset, target, from, count);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public void readFloats(long offset, float[] target, int from, int count) {
    try {
      MemorySegment.copy(segment, FLOAT, offset, target, from, count);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public int dotBytes(long offset, short[] levels) {
    try {
      return ByteDots.dot(segment, offset, levels);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public boolean tryRetain() {
    return uses.tryRetain();
  }

  @Override
  public boolean release() {
    return uses.release();
  }
}
