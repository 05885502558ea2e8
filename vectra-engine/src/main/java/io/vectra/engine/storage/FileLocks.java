package io.vectra.engine.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock file of a file system. POSIX drops a process's locks when the process closes any other
 * handle of the file, so a table of open ones is asked before the file is opened. The table lives
 * in the system properties, where every class loader sees it.
 */
final class FileLocks implements LockFile {
  private static final String TABLE = "io.vectra.engine.storage.locks";
  private static final int MAX_HOLDER_BYTES = 1_024;

  /** Far behind the text, so that others can read the text where locks are mandatory (Windows). */
  private static final long FIRST_LOCKED_BYTE = Long.MAX_VALUE - 16;

  private final Path path;
  private final String key;
  private final RandomAccessFile file;
  private final @Nullable Object fileKey;
  private final byte[] name;
  private final Map<Part, FileLock> locks = new EnumMap<>(Part.class); // guarded by this
  private boolean closed; // guarded by this

  private FileLocks(Path path, RandomAccessFile file, String name) throws IOException {
    this.path = path;
    this.key = path.toString();
    this.file = file;
    this.fileKey = fileKey(path);
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    this.name = Arrays.copyOf(text, Math.min(text.length, MAX_HOLDER_BYTES));
  }

  /**
   * Opens the file, which is made when it is missing.
   *
   * @throws VectraException DATABASE_LOCKED when this process has it open already
   */
  static LockFile open(Path path, String name) {
    String key = path.toString();
    String taken = openHere().putIfAbsent(key, name);
    if (taken != null) {
      throw new VectraException(
          ErrorCode.DATABASE_LOCKED,
          key
              + " is locked by this process ("
              + taken
              + "). Close the database there, then try again.");
    }
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      try {
        return new FileLocks(path, file, name);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      openHere().remove(key);
      throw StorageErrors.failed("lock", key, e);
    } catch (RuntimeException | Error e) {
      openHere().remove(key);
      throw e;
    }
  }

  @Override
  public synchronized boolean tryLock(Part part, boolean shared) {
    requireOpen();
    if (locks.containsKey(part)) {
      throw new IllegalStateException(part + " of " + key + " is locked already");
    }
    try {
      // Without a wait, an interrupt of the thread does not close the channel.
      FileChannel channel = file.getChannel();
      FileLock lock = channel.tryLock(FIRST_LOCKED_BYTE + part.ordinal(), 1, shared);
      if (lock == null) {
        return false;
      }
      locks.put(part, lock);
      if (!shared && isNamed(part) && !isNamed()) {
        file.seek(0);
        file.write(name);
        file.setLength(name.length);
      }
      return true;
    } catch (OverlappingFileLockException e) {
      return false; // a handle of this process that is not ours
    } catch (IOException e) {
      unlock(part);
      throw StorageErrors.failed("lock", key, e);
    }
  }

  @Override
  public synchronized void unlock(Part part) {
    FileLock lock = locks.remove(part);
    if (lock != null) {
      try {
        lock.release();
      } catch (IOException e) {
        throw StorageErrors.failed("unlock", key, e);
      }
    }
  }

  /**
   * The system drops a lock without a word when any code of this process closes another handle of
   * the file, as copying the directory does; the next holder writes its own name.
   */
  @Override
  public synchronized boolean isValid(Part part) {
    FileLock lock = locks.get(part);
    if (lock == null || !lock.isValid()) {
      return false;
    }
    try {
      Object now = fileKey(path);
      return (fileKey == null || fileKey.equals(now))
          && (lock.isShared() || !isNamed(part) || isNamed());
    } catch (IOException e) {
      return false; // the file has gone or cannot be asked: nobody else respects the lock
    }
  }

  private static boolean isNamed(Part part) {
    return part == Part.PRESENCE || part == Part.WRITER;
  }

  private boolean isNamed() throws IOException {
    byte[] text = new byte[name.length + 1];
    file.seek(0);
    int count = file.read(text);
    return count == name.length && Arrays.equals(text, 0, count, name, 0, count);
  }

  @Override
  public synchronized String holder() {
    requireOpen();
    try {
      byte[] text = text();
      return text.length == 0
          ? "it has not written its name"
          : new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw StorageErrors.failed("read", key, e);
    }
  }

  private byte[] text() throws IOException {
    byte[] text = new byte[(int) Math.min(file.length(), MAX_HOLDER_BYTES)];
    file.seek(0);
    file.readFully(text);
    return text;
  }

  private void requireOpen() {
    if (closed) {
      throw StorageErrors.closed(key);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    locks.clear();
    try {
      file.close();
    } catch (IOException e) {
      throw StorageErrors.failed("unlock", key, e);
    } finally {
      openHere().remove(key);
    }
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @SuppressWarnings("unchecked")
  private static ConcurrentMap<String, String> openHere() {
    return (ConcurrentMap<String, String>)
        System.getProperties()
            .computeIfAbsent(TABLE, key -> new ConcurrentHashMap<String, String>());
  }
}
