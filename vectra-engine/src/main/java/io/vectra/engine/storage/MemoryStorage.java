package io.vectra.engine.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database directory in memory, which behaves as a {@link FileStorage} does; what is written is
 * as durable as the object.
 */
public final class MemoryStorage implements Storage {
  private final String name;

  /** Files by name, and directories as null; guarded by this. */
  private final TreeMap<String, @Nullable MemoryFile> entries = new TreeMap<>();

  /** Holders by lock file; guarded by this. */
  private final Map<String, String> locks = new HashMap<>();

  public MemoryStorage(String name) {
    this.name = name;
  }

  @Override
  public String description() {
    return "memory:" + name;
  }

  @Override
  public synchronized List<String> list(String directory) {
    FileNames.checkDirectory(directory);
    if (!directory.isEmpty() && !isDirectory(directory)) {
      throw failed("list", directory, "there is no such directory");
    }
    String prefix = directory.isEmpty() ? "" : directory + "/";
    return entries.keySet().stream()
        .filter(entry -> entry.startsWith(prefix) && entry.indexOf('/', prefix.length()) < 0)
        .map(entry -> entry.substring(prefix.length()))
        .toList();
  }

  @Override
  public synchronized boolean exists(String name) {
    return entries.containsKey(FileNames.check(name));
  }

  @Override
  public synchronized long length(String name) {
    return file("read the length of", name).length();
  }

  @Override
  public synchronized void createDirectory(String name) {
    checkFree("create the directory", name);
    entries.put(name, null);
  }

  @Override
  public synchronized WritableFile create(String name) {
    checkFree("create", name);
    MemoryFile file = new MemoryFile();
    entries.put(name, file);
    return new OpenFile(name, file);
  }

  @Override
  public synchronized WritableFile openForWriting(String name) {
    return new OpenFile(name, file("open", name));
  }

  @Override
  public synchronized byte[] readFully(String name, int maxLength) {
    MemoryFile file = file("read", name);
    long length = file.length();
    if (length > maxLength) {
      throw StorageErrors.tooLong(where(name), length, maxLength);
    }
    byte[] bytes = new byte[(int) length];
    MappedBlocks blocks = file.map(where(name));
    blocks.readBytes(0, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public synchronized MappedBlocks map(String name) {
    return file("map", name).map(where(name));
  }

  @Override
  public synchronized void rename(String from, String to) {
    MemoryFile file = file("rename", from);
    checkParent("rename " + where(from) + " to", to);
    if (isDirectory(to)) {
      throw failed("rename " + where(from) + " to", to, "there is a directory of that name");
    }
    entries.remove(from);
    entries.put(to, file);
  }

  @Override
  public synchronized void delete(String name) {
    FileNames.check(name);
    if (!entries.containsKey(name)) {
      throw failed("delete", name, "it does not exist");
    }
    if (isDirectory(name) && !list(name).isEmpty()) {
      throw failed("delete", name, "the directory is not empty");
    }
    entries.remove(name);
  }

  @Override
  public synchronized void syncDirectory(String name) {
    FileNames.checkDirectory(name);
    if (!name.isEmpty() && !isDirectory(name)) {
      throw failed("sync the directory", name, "there is no such directory");
    }
  }

  @Override
  public synchronized LockFile lockFile(String file, String name) {
    FileNames.check(file);
    String taken = locks.get(file);
    if (taken != null) {
      throw new VectraException(
          ErrorCode.DATABASE_LOCKED,
          where(file)
              + " is locked by this process ("
              + taken
              + "). Close the database there, then try again.");
    }
    MemoryFile content = entries.get(file);
    if (content == null) {
      checkFree("lock", file);
      content = new MemoryFile();
      entries.put(file, content);
    }
    locks.put(file, name);
    return new MemoryLocks(file, content, name);
  }

  /** Closes nothing: the content lives as long as this object. */
  @Override
  public void close() {}

  private MemoryFile file(String action, String name) {
    MemoryFile file = entries.get(FileNames.check(name));
    if (file == null) {
      throw failed(action, name, isDirectory(name) ? "it is a directory" : "it does not exist");
    }
    return file;
  }

  private boolean isDirectory(String name) {
    return entries.containsKey(name) && entries.get(name) == null;
  }

  private void checkFree(String action, String name) {
    if (entries.containsKey(FileNames.check(name))) {
      throw failed(action, name, "the name is taken");
    }
    checkParent(action, name);
  }

  private void checkParent(String action, String name) {
    FileNames.check(name);
    int slash = name.lastIndexOf('/');
    if (slash >= 0 && !isDirectory(name.substring(0, slash))) {
      throw failed(action, name, "its directory does not exist");
    }
  }

  private String where(String name) {
    return description() + "/" + name;
  }

  private VectraException failed(String action, String name, String reason) {
    return StorageErrors.failed(action, where(name), new IOException(reason));
  }

  /** Bytes in pages that are never replaced, so that maps see what is written later. */
  private static final class MemoryFile {
    private static final int PAGE_SHIFT = 16;
    private static final int PAGE_SIZE = 1 << PAGE_SHIFT;

    private final List<ByteBuffer> pages = new ArrayList<>(); // guarded by this
    private long length; // guarded by this

    synchronized long length() {
      return length;
    }

    synchronized void write(long position, byte[] bytes, int from, int count) {
      if (count == 0) {
        return;
      }
      long end = Math.addExact(position, count);
      while ((long) pages.size() << PAGE_SHIFT < end) {
        pages.add(ByteBuffer.allocate(PAGE_SIZE));
      }
      int done = 0;
      while (done < count) {
        int inPage = (int) ((position + done) & (PAGE_SIZE - 1));
        int step = Math.min(count - done, PAGE_SIZE - inPage);
        pages.get((int) ((position + done) >>> PAGE_SHIFT)).put(inPage, bytes, from + done, step);
        done += step;
      }
      length = Math.max(length, end);
    }

    synchronized MappedBlocks map(String name) {
      return new BufferBlocks(name, length, pages, PAGE_SHIFT, () -> {});
    }
  }

  /** A file open for writing. */
  private final class OpenFile implements WritableFile {
    private final String name;
    private final MemoryFile file;
    private volatile boolean closed;

    OpenFile(String name, MemoryFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public void write(long position, byte[] bytes, int from, int count) {
      checkOpen();
      if (position < 0) {
        throw failed("write at " + position + " to", name, "the position is negative");
      }
      file.write(position, bytes, from, count);
    }

    @Override
    public void sync() {
      checkOpen();
    }

    @Override
    public void close() {
      closed = true;
    }

    private void checkOpen() {
      if (closed) {
        throw StorageErrors.closed(where(name));
      }
    }
  }

  /** The locks of the one process that can see the file. */
  private final class MemoryLocks implements LockFile {
    private final String file;
    private final MemoryFile content;
    private final String name;
    private final Set<Part> held = EnumSet.noneOf(Part.class); // guarded by the storage
    private boolean closed; // guarded by the storage

    MemoryLocks(String file, MemoryFile content, String name) {
      this.file = file;
      this.content = content;
      this.name = name;
    }

    @Override
    public boolean tryLock(Part part, boolean shared) {
      synchronized (MemoryStorage.this) {
        if (closed) {
          throw StorageErrors.closed(where(file));
        }
        if (!held.add(part)) {
          throw new IllegalStateException(part + " of " + where(file) + " is locked already");
        }
        return true;
      }
    }

    @Override
    public void unlock(Part part) {
      synchronized (MemoryStorage.this) {
        held.remove(part);
      }
    }

    @Override
    public boolean isValid(Part part) {
      synchronized (MemoryStorage.this) {
        return held.contains(part) && entries.get(file) == content;
      }
    }

    @Override
    public String holder() {
      return name;
    }

    @Override
    public void close() {
      synchronized (MemoryStorage.this) {
        if (!closed) {
          closed = true;
          held.clear();
          locks.remove(file);
        }
      }
    }
  }
}
