package io.vectra.engine.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database directory on a file system. Files are written through {@link RandomAccessFile} and
 * synced through {@link AsynchronousFileChannel}, which no interrupt closes; other channels are
 * private to one call.
 */
public final class FileStorage implements Storage {
  private final Path root;

  private FileStorage(Path root) {
    this.root = root;
  }

  /**
   * Opens an existing directory.
   *
   * @throws VectraException NOT_A_DATABASE when it is not a directory
   */
  public static FileStorage open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new VectraException(
          ErrorCode.NOT_A_DATABASE,
          Files.exists(directory)
              ? directory + " is not a directory. Check the path."
              : directory + " does not exist. Check the path, or open it so that it is created.");
    }
    try {
      return new FileStorage(directory.toRealPath());
    } catch (IOException e) {
      throw StorageErrors.failed("open", directory.toString(), e);
    }
  }

  /** Opens a directory, making it and its parents durably when they are missing. */
  public static FileStorage openOrCreate(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      createWithParents(absolute);
    } catch (FileAlreadyExistsException e) {
      throw new VectraException(
          ErrorCode.NOT_A_DATABASE, directory + " is a file, not a directory. Check the path.", e);
    } catch (IOException e) {
      throw StorageErrors.failed("create", directory.toString(), e);
    }
    return open(absolute);
  }

  /** Whether a directory, which need not exist, is this one or lies in it. */
  public boolean contains(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      Path existing = path;
      while (existing != null && !Files.exists(existing)) {
        existing = existing.getParent();
      }
      return existing != null && existing.toRealPath().startsWith(root);
    } catch (IOException e) {
      throw StorageErrors.failed("find", path.toString(), e);
    }
  }

  @Override
  public String description() {
    return root.toString();
  }

  @Override
  public List<String> list(String directory) {
    Path path = directory(directory);
    try (Stream<Path> entries = Files.list(path)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw StorageErrors.failed("list", path.toString(), e);
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(file(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public long length(String name) {
    Path path = file(name);
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw StorageErrors.failed("read the length of", path.toString(), e);
    }
  }

  @Override
  public void createDirectory(String name) {
    Path path = file(name);
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw StorageErrors.failed("create the directory", path.toString(), e);
    }
  }

  @Override
  public WritableFile create(String name) {
    Path path = file(name);
    try {
      Files.createFile(path);
      return new OpenFile(name, path);
    } catch (IOException e) {
      throw StorageErrors.failed("create", path.toString(), e);
    }
  }

  @Override
  public WritableFile openForWriting(String name) {
    Path path = file(name);
    try {
      if (!Files.isRegularFile(path)) {
        throw new IOException("it is not a file");
      }
      return new OpenFile(name, path);
    } catch (IOException e) {
      throw StorageErrors.failed("open", path.toString(), e);
    }
  }

  @Override
  public byte[] readFully(String name, int maxLength) {
    Path path = file(name);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long length = file.length();
      if (length > maxLength) {
        throw StorageErrors.tooLong(path.toString(), length, maxLength);
      }
      byte[] bytes = new byte[(int) length];
      file.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw StorageErrors.failed("read", path.toString(), e);
    }
  }

  @Override
  public MappedBlocks map(String name) {
    Path path = file(name);
    try {
      return MappedFiles.map(path, path.toString());
    } catch (IOException e) {
      throw StorageErrors.failed("map", path.toString(), e);
    }
  }

  @Override
  public void rename(String from, String to) {
    Path source = file(from);
    Path target = file(to);
    try {
      Files.move(
          source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StorageErrors.failed("rename", source + " to " + target, e);
    }
  }

  @Override
  public void delete(String name) {
    Path path = file(name);
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw StorageErrors.failed("delete", path.toString(), e);
    }
  }

  @Override
  public void syncDirectory(String name) {
    Path path = directory(name);
    try {
      sync(path);
    } catch (IOException e) {
      throw StorageErrors.failed("sync the directory", path.toString(), e);
    }
  }

  @Override
  public LockFile lockFile(String file, String name) {
    return FileLocks.open(file(file), name);
  }

  /** Closes nothing: files, maps and locks are closed by those who opened them. */
  @Override
  public void close() {}

  private Path file(String name) {
    return root.resolve(FileNames.check(name));
  }

  private Path directory(String name) {
    return root.resolve(FileNames.checkDirectory(name));
  }

  private static void createWithParents(Path directory) throws IOException {
    @Nullable Path parent = directory.getParent();
    if (Files.isDirectory(directory) || parent == null) {
      return;
    }
    createWithParents(parent);
    Files.createDirectory(directory);
    sync(parent);
  }

  private static void sync(Path directory) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // Windows cannot open a directory as a file; NTFS journals names by itself.
    }
    Uninterrupted.call(
        () -> {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
          }
        });
  }

  /**
   * An open file. {@link RandomAccessFile} and {@link AsynchronousFileChannel} ignore interrupts;
   * the latter syncs on the caller's thread, and can leave out times of the file that nobody needs:
   * a sync of preallocated bytes then writes nothing else.
   */
  private static final class OpenFile implements WritableFile {
    private final String name;
    private final Path path;
    private final RandomAccessFile file;
    private final AsynchronousFileChannel syncs;
    private volatile long length;

    OpenFile(String name, Path path) throws IOException {
      this.name = name;
      this.path = path;
      this.file = new RandomAccessFile(path.toFile(), "rw");
      try {
        this.syncs = AsynchronousFileChannel.open(path, StandardOpenOption.WRITE);
        this.length = file.length();
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void write(long position, byte[] bytes, int from, int count) {
      try {
        file.seek(position);
        file.write(bytes, from, count);
        length = Math.max(length, count == 0 ? 0 : position + count);
      } catch (IOException e) {
        noteWrittenPart(position + count);
        throw StorageErrors.failed("write " + count + " bytes at " + position + " to", where(), e);
      }
    }

    /** A failed write may have grown the file by a part of its bytes. */
    private void noteWrittenPart(long end) {
      try {
        length = Math.max(length, file.length());
      } catch (IOException e) {
        length = Math.max(length, end); // The failed write is what the caller has to know of.
      }
    }

    @Override
    public void sync() {
      try {
        syncs.force(false);
      } catch (IOException e) {
        throw StorageErrors.failed("sync", where(), e);
      }
    }

    @Override
    public void close() {
      try (file) {
        syncs.close();
      } catch (IOException e) {
        throw StorageErrors.failed("close", where(), e);
      }
    }

    private String where() {
      return path.toString();
    }
  }
}
