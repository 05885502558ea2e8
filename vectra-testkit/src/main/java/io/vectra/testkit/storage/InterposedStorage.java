package io.vectra.testkit.storage;

import io.vectra.engine.storage.LockFile;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.testkit.storage.StorageCall.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A storage whose every call goes through an {@link Interposer}, those of its files as well. */
public final class InterposedStorage implements Storage {
  private final Storage inner;
  private final Interposer interposer;

  public InterposedStorage(Storage inner, Interposer interposer) {
    this.inner = inner;
    this.interposer = interposer;
  }

  @Override
  public String description() {
    return inner.description();
  }

  @Override
  public List<String> list(String directory) {
    return read(StorageCall.of(Kind.LIST, directory), () -> inner.list(directory));
  }

  @Override
  public boolean exists(String name) {
    return read(StorageCall.of(Kind.EXISTS, name), () -> inner.exists(name));
  }

  @Override
  public long length(String name) {
    return read(StorageCall.of(Kind.LENGTH, name), () -> inner.length(name));
  }

  @Override
  public void createDirectory(String name) {
    change(StorageCall.of(Kind.CREATE_DIRECTORY, name), () -> inner.createDirectory(name));
  }

  @Override
  public WritableFile create(String name) {
    return new InterposedFile(read(StorageCall.of(Kind.CREATE, name), () -> inner.create(name)));
  }

  @Override
  public WritableFile openForWriting(String name) {
    return new InterposedFile(
        read(StorageCall.of(Kind.OPEN, name), () -> inner.openForWriting(name)));
  }

  @Override
  public byte[] readFully(String name, int maxLength) {
    return read(StorageCall.of(Kind.READ, name), () -> inner.readFully(name, maxLength));
  }

  @Override
  public MappedBlocks map(String name) {
    return read(StorageCall.of(Kind.MAP, name), () -> inner.map(name));
  }

  @Override
  public void rename(String from, String to) {
    change(StorageCall.rename(from, to), () -> inner.rename(from, to));
  }

  @Override
  public void delete(String name) {
    change(StorageCall.of(Kind.DELETE, name), () -> inner.delete(name));
  }

  @Override
  public void syncDirectory(String name) {
    change(StorageCall.of(Kind.SYNC_DIRECTORY, name), () -> inner.syncDirectory(name));
  }

  @Override
  public LockFile lockFile(String file, String name) {
    return inner.lockFile(file, name);
  }

  @Override
  public void close() {
    inner.close();
  }

  private void change(StorageCall call, Runnable action) {
    interposer.call(call, new Whole(action));
  }

  private <T> T read(StorageCall call, Supplier<T> source) {
    var result = new Result<>(source);
    interposer.call(call, result);
    return result.value();
  }

  /** An action of which no part can be done. */
  private record Whole(Runnable action) implements Interposer.Action {
    @Override
    public void run() {
      action.run();
    }

    @Override
    public void shorten(int count) {
      throw new IllegalStateException("only a write can be shortened");
    }
  }

  /** An action with a result. */
  private static final class Result<T> implements Interposer.Action {
    private final Supplier<T> source;
    private final List<T> value = new java.util.ArrayList<>(1);

    Result(Supplier<T> source) {
      this.source = source;
    }

    T value() {
      if (value.isEmpty()) {
        throw new IllegalStateException("the interposer dropped a call that has a result");
      }
      return value.get(0);
    }

    @Override
    public void run() {
      value.add(source.get());
    }

    @Override
    public void shorten(int count) {
      throw new IllegalStateException("only a write can be shortened");
    }
  }

  /** A file whose writes and syncs go through the interposer. */
  private final class InterposedFile implements WritableFile {
    private final WritableFile file;

    InterposedFile(WritableFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public void write(long position, byte[] bytes, int from, int count) {
      byte[] written = Arrays.copyOfRange(bytes, from, from + count);
      interposer.call(
          StorageCall.write(file.name(), position, written),
          new Interposer.Action() {
            @Override
            public void run() {
              file.write(position, written, 0, written.length);
            }

            @Override
            public void shorten(int shorter) {
              file.write(position, written, 0, shorter);
            }
          });
    }

    @Override
    public void sync() {
      change(StorageCall.of(Kind.SYNC, file.name()), file::sync);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
