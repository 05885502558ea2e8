package io.vectra.engine.storage;

import java.util.List;

/** A storage that hands every call on to another one; subclasses change some of them. */
public abstract class ForwardingStorage implements Storage {
  private final Storage storage;

  protected ForwardingStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public String description() {
    return storage.description();
  }

  @Override
  public List<String> list(String directory) {
    return storage.list(directory);
  }

  @Override
  public boolean exists(String name) {
    return storage.exists(name);
  }

  @Override
  public long length(String name) {
    return storage.length(name);
  }

  @Override
  public void createDirectory(String name) {
    storage.createDirectory(name);
  }

  @Override
  public WritableFile create(String name) {
    return storage.create(name);
  }

  @Override
  public WritableFile openForWriting(String name) {
    return storage.openForWriting(name);
  }

  @Override
  public byte[] readFully(String name, int maxLength) {
    return storage.readFully(name, maxLength);
  }

  @Override
  public MappedBlocks map(String name) {
    return storage.map(name);
  }

  @Override
  public void rename(String from, String to) {
    storage.rename(from, to);
  }

  @Override
  public void delete(String name) {
    storage.delete(name);
  }

  @Override
  public void syncDirectory(String name) {
    storage.syncDirectory(name);
  }

  @Override
  public LockFile lockFile(String file, String name) {
    return storage.lockFile(file, name);
  }

  @Override
  public void close() {
    storage.close();
  }

  /** A file that hands every call on to another one. */
  protected abstract static class ForwardingFile implements WritableFile {
    private final WritableFile file;

    protected ForwardingFile(WritableFile file) {
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
      file.write(position, bytes, from, count);
    }

    @Override
    public void sync() {
      file.sync();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
