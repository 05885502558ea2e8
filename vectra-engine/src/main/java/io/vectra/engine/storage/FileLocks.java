package io.vectra.engine.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Locks of files against other processes and against this one. POSIX drops a process's lock when
 * the process closes any other handle of the file, so a table of held locks is asked before the
 * file is opened. The table lives in the system properties, where every class loader sees it.
 */
final class FileLocks {
  private static final String TABLE = "io.vectra.engine.storage.locks";
  private static final int MAX_HOLDER_BYTES = 1_024;

  /** Far behind the text, so that others can read the text where locks are mandatory (Windows). */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private FileLocks() {}

  static DirectoryLock lock(Path path, String holder) {
    String key = path.toString();
    String taken = heldHere().putIfAbsent(key, holder);
    if (taken != null) {
      throw locked(path, "this process (" + taken + ")", null);
    }
    try {
      return onOwnThread(() -> acquire(path, key, holder));
    } catch (IOException e) {
      heldHere().remove(key);
      throw StorageErrors.failed("lock", key, e);
    } catch (RuntimeException | Error e) {
      heldHere().remove(key);
      throw e;
    }
  }

  private static DirectoryLock acquire(Path path, String key, String holder) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    FileChannel channel = file.getChannel();
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw locked(path, "another process (" + readHolder(channel) + ")", null);
      }
      byte[] text = holder.getBytes(StandardCharsets.UTF_8);
      text = Arrays.copyOf(text, Math.min(text.length, MAX_HOLDER_BYTES));
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text), 0);
      return new HeldLock(path, key, file, text, lock, fileKey(path));
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw locked(path, "this process", e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * An interrupt of the caller would close the channel, and with it the lock. The thread has ended
   * when this returns.
   */
  private static DirectoryLock onOwnThread(Uninterrupted.Call<DirectoryLock> call)
      throws IOException {
    FutureTask<DirectoryLock> task = new FutureTask<>(call::run);
    Thread thread = new Thread(task, "vectra-lock");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          thread.join();
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unwrap(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException unwrap(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_HOLDER_BYTES);
    int count = channel.read(buffer, 0);
    return count <= 0
        ? "it has not written its name"
        : new String(buffer.array(), 0, count, StandardCharsets.UTF_8);
  }

  private static VectraException locked(Path path, String by, @Nullable Throwable cause) {
    return new VectraException(
        ErrorCode.DATABASE_LOCKED,
        path + " is locked by " + by + ". Close the database there, then try again.",
        cause);
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @SuppressWarnings("unchecked")
  private static ConcurrentMap<String, String> heldHere() {
    return (ConcurrentMap<String, String>)
        System.getProperties()
            .computeIfAbsent(TABLE, key -> new ConcurrentHashMap<String, String>());
  }

  /** A lock of this process. */
  private static final class HeldLock implements DirectoryLock {
    private final Path path;
    private final String key;
    private final RandomAccessFile file;
    private final byte[] text;
    private final FileLock lock;
    private final @Nullable Object fileKey;
    private boolean closed; // guarded by this

    HeldLock(
        Path path,
        String key,
        RandomAccessFile file,
        byte[] text,
        FileLock lock,
        @Nullable Object fileKey) {
      this.path = path;
      this.key = key;
      this.file = file;
      this.text = text;
      this.lock = lock;
      this.fileKey = fileKey;
    }

    @Override
    public boolean isValid() {
      if (!lock.isValid()) {
        return false;
      }
      try {
        Object now = fileKey(path);
        return (fileKey == null || fileKey.equals(now)) && holdsText();
      } catch (IOException e) {
        return false; // the file has gone or cannot be asked: nobody else respects the lock
      }
    }

    /**
     * Whether the file still names this holder. The system drops the lock without a word when any
     * code of this process closes another handle of the file, as copying the directory does; the
     * next holder writes its own name. Read without the channel, which an interrupt would close.
     */
    private synchronized boolean holdsText() throws IOException {
      if (closed || file.length() != text.length) {
        return false;
      }
      byte[] now = new byte[text.length];
      file.seek(0);
      file.readFully(now);
      return Arrays.equals(now, text);
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        file.close();
      } catch (IOException e) {
        throw StorageErrors.failed("unlock", key, e);
      } finally {
        heldHere().remove(key);
      }
    }
  }
}
