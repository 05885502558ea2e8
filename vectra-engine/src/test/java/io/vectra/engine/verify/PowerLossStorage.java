package io.vectra.engine.verify;

import io.vectra.engine.storage.ForwardingStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import java.util.Map;
import java.util.TreeMap;

/**
 * A storage that knows what a power loss would leave of it at the worst: of each file the bytes of
 * its last sync, of each directory the names of its last sync.
 */
final class PowerLossStorage extends ForwardingStorage {
  private static final int MAX_BYTES = 64 << 20;

  private final TreeMap<String, Content> live = new TreeMap<>();
  private final TreeMap<String, Content> durable = new TreeMap<>();

  /** What a sync has made durable of a file, or of nothing for a directory. */
  private static final class Content {
    private byte[] synced = new byte[0];
    private boolean directory;
  }

  PowerLossStorage(StoredFiles files, String name) {
    super(files.toStorage(name));
    for (String file : files.names()) {
      Content content = new Content();
      content.synced = files.bytes(file);
      live.put(file, content);
      int slash = file.indexOf('/');
      if (slash > 0) {
        live.computeIfAbsent(file.substring(0, slash), any -> directory());
      }
    }
    durable.putAll(live);
  }

  /** What the power loss leaves. */
  MemoryStorage afterPowerLoss(String name) {
    MemoryStorage left = new MemoryStorage(name);
    for (Map.Entry<String, Content> entry : durable.entrySet()) {
      int slash = entry.getKey().lastIndexOf('/');
      if (slash > 0 && !left.exists(entry.getKey().substring(0, slash))) {
        continue;
      }
      if (entry.getValue().directory) {
        left.createDirectory(entry.getKey());
      } else {
        try (WritableFile file = left.create(entry.getKey())) {
          file.write(0, entry.getValue().synced, 0, entry.getValue().synced.length);
        }
      }
    }
    return left;
  }

  private static Content directory() {
    Content content = new Content();
    content.directory = true;
    return content;
  }

  @Override
  public void createDirectory(String name) {
    super.createDirectory(name);
    live.put(name, directory());
  }

  @Override
  public WritableFile create(String name) {
    WritableFile file = super.create(name);
    Content content = new Content();
    live.put(name, content);
    return new SyncedFile(file, content);
  }

  @Override
  public WritableFile openForWriting(String name) {
    return new SyncedFile(super.openForWriting(name), live.get(name));
  }

  @Override
  public void rename(String from, String to) {
    super.rename(from, to);
    live.put(to, live.remove(from));
  }

  @Override
  public void delete(String name) {
    super.delete(name);
    live.remove(name);
  }

  @Override
  public void syncDirectory(String name) {
    super.syncDirectory(name);
    String prefix = name.isEmpty() ? "" : name + "/";
    durable.keySet().removeIf(entry -> isIn(prefix, entry) && !live.containsKey(entry));
    live.forEach(
        (entry, content) -> {
          if (isIn(prefix, entry)) {
            durable.put(entry, content);
          }
        });
  }

  private static boolean isIn(String prefix, String entry) {
    return entry.startsWith(prefix) && entry.indexOf('/', prefix.length()) < 0;
  }

  private final class SyncedFile extends ForwardingFile {
    private final Content content;

    SyncedFile(WritableFile file, Content content) {
      super(file);
      this.content = content;
    }

    @Override
    public void sync() {
      super.sync();
      content.synced = readFully(name(), MAX_BYTES);
    }
  }
}
