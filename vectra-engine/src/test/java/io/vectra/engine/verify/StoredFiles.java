package io.vectra.engine.verify;

import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a database as bytes, to be copied, damaged and compared; LOCK is left out. */
final class StoredFiles {
  private static final int MAX_BYTES = 64 << 20;

  private final TreeMap<String, byte[]> files = new TreeMap<>();

  private StoredFiles() {}

  static StoredFiles of(Storage storage) {
    StoredFiles stored = new StoredFiles();
    stored.addAll(storage, "");
    return stored;
  }

  private void addAll(Storage storage, String directory) {
    for (String name : storage.list(directory)) {
      String path = directory.isEmpty() ? name : directory + "/" + name;
      if (path.equals("LOCK")) {
        continue;
      }
      if (path.matches("t[0-9]+|quarantine|quarantine/[0-9]+")) {
        addAll(storage, path);
      } else {
        files.put(path, storage.readFully(path, MAX_BYTES));
      }
    }
  }

  List<String> names() {
    return new ArrayList<>(files.keySet());
  }

  byte[] bytes(String name) {
    return files.get(name);
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  /** The same with one file changed; null removes it. */
  StoredFiles with(String name, byte[] bytes) {
    StoredFiles changed = new StoredFiles();
    changed.files.putAll(files);
    if (bytes == null) {
      changed.files.remove(name);
    } else {
      changed.files.put(name, bytes);
    }
    return changed;
  }

  MemoryStorage toStorage(String name) {
    MemoryStorage storage = new MemoryStorage(name);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String path = file.getKey();
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (!storage.exists(path.substring(0, slash))) {
          storage.createDirectory(path.substring(0, slash));
        }
      }
      try (WritableFile out = storage.create(path)) {
        out.write(0, file.getValue(), 0, file.getValue().length);
      }
    }
    return storage;
  }

  /** Whether both have the same files with the same bytes. */
  boolean sameAs(StoredFiles other) {
    return files.keySet().equals(other.files.keySet())
        && files.keySet().stream()
            .allMatch(name -> Arrays.equals(files.get(name), other.files.get(name)));
  }

  /** Bytes of all files. */
  long bytes() {
    return files.values().stream().mapToLong(file -> file.length).sum();
  }
}
