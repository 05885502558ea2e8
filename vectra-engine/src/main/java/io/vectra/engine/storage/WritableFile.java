package io.vectra.engine.storage;

/**
 * A file open for writing; one thread writes, any thread may sync. Never closed by an interrupt.
 */
public interface WritableFile extends AutoCloseable {

  String name();

  /** Bytes in the file. */
  long length();

  /** Writes all of {@code bytes[from, from + count)} at a position, growing the file as needed. */
  void write(long position, byte[] bytes, int from, int count);

  /** Returns when everything written so far is on the device. */
  void sync();

  @Override
  void close();
}
