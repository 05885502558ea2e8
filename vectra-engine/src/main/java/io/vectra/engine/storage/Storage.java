package io.vectra.engine.storage;

import java.util.List;

/**
 * The one seam between the engine and a disk: every access to a file is a call here, so that a test
 * can record it or make it fail. Names are relative to the database directory, with {@code /}
 * between directory and file; they are made by the engine, never by a user. Every method throws
 * {@code VectraException}: IO_ERROR with file and cause, DISK_FULL when the device has no space.
 * Nothing here is closed by a thread's interrupt.
 */
public interface Storage extends AutoCloseable {

  /** What messages call this storage: the directory, or {@code memory:name}. */
  String description();

  /**
   * Names of the files and directories directly in a directory ({@code ""} for the root), sorted.
   */
  List<String> list(String directory);

  boolean exists(String name);

  /** Bytes of a file. */
  long length(String name);

  /** Makes a directory; fails when it is there. */
  void createDirectory(String name);

  /** Makes a new file; fails when the name is taken. */
  WritableFile create(String name);

  /** Opens an existing file for writing. */
  WritableFile openForWriting(String name);

  /**
   * The content of a small file.
   *
   * @throws io.vectra.engine.error.VectraException CORRUPTION when it is longer than {@code
   *     maxLength} bytes
   */
  byte[] readFully(String name, int maxLength);

  /** Maps a whole file for reading, without reading it. */
  MappedBlocks map(String name);

  /** Renames a file atomically, replacing what is there. */
  void rename(String from, String to);

  /** Deletes a file; fails when it is missing. */
  void delete(String name);

  /** Makes the names in a directory durable. */
  void syncDirectory(String name);

  /**
   * Opens a lock file, with nothing locked yet; it is made when it is missing.
   *
   * @param name what to write into the file about this process (process id, host, start time)
   * @throws io.vectra.engine.error.VectraException DATABASE_LOCKED when this process has it open
   *     already, naming who
   */
  LockFile lockFile(String file, String name);

  @Override
  void close();
}
