package io.vectra.testkit.crash;

import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.testkit.storage.StorageCall;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The files of a directory, by name; null for a directory in it. */
public record CrashImage(TreeMap<String, byte @Nullable []> files) {

  /** A storage that holds a copy of the image. */
  public MemoryStorage storage(String name) {
    MemoryStorage storage = new MemoryStorage(name);
    for (Map.Entry<String, byte @Nullable []> entry : files.entrySet()) {
      byte[] content = entry.getValue();
      if (content == null) {
        storage.createDirectory(entry.getKey());
      } else {
        try (WritableFile file = storage.create(entry.getKey())) {
          file.write(0, content, 0, content.length);
        }
      }
    }
    return storage;
  }

  /** The image of what a storage holds. */
  public static CrashImage of(io.vectra.engine.storage.Storage storage) {
    TreeMap<String, byte @Nullable []> files = new TreeMap<>();
    addAll(storage, "", files);
    return new CrashImage(files);
  }

  /**
   * What is left when the power goes after some calls: nothing that was not synced, with all, or
   * none, of the names that were not; and all that was written without those names.
   */
  public static List<CrashImage> afterPowerLoss(List<StorageCall> calls) {
    Device device = new Device();
    calls.forEach(device::apply);
    Fate[] lost = new Fate[device.pendingWrites()];
    Arrays.fill(lost, Fate.LOST);
    Fate[] whole = new Fate[device.pendingWrites()];
    Arrays.fill(whole, Fate.WHOLE);
    boolean[] noNames = new boolean[device.pendingNames()];
    boolean[] names = new boolean[device.pendingNames()];
    Arrays.fill(names, true);
    Random unused = new Random(0);
    return List.of(
        device.image(lost, noNames, unused),
        device.image(lost, names, unused),
        device.image(whole, noNames, unused));
  }

  /** Equal for equal images, and as good as never for others. */
  public long fingerprint() {
    long hash = 1;
    for (Map.Entry<String, byte @Nullable []> entry : files.entrySet()) {
      hash = hash * 0x9E3779B97F4A7C15L + entry.getKey().hashCode();
      byte[] content = entry.getValue();
      if (content != null) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        hash =
            hash * 0x9E3779B97F4A7C15L
                + (crc.getValue() << 32 | Arrays.hashCode(content) & 0xFFFFFFFFL);
      }
    }
    return hash;
  }

  private static void addAll(
      io.vectra.engine.storage.Storage storage,
      String directory,
      TreeMap<String, byte @Nullable []> files) {
    for (String name : storage.list(directory)) {
      String path = directory.isEmpty() ? name : directory + "/" + name;
      if (isDirectory(storage, path)) {
        files.put(path, null);
        addAll(storage, path, files);
      } else {
        files.put(path, storage.readFully(path, Integer.MAX_VALUE));
      }
    }
  }

  private static boolean isDirectory(io.vectra.engine.storage.Storage storage, String path) {
    try {
      storage.list(path);
      return true;
    } catch (io.vectra.engine.error.VectraException e) {
      return false;
    }
  }
}
