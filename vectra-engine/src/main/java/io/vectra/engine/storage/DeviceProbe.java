package io.vectra.engine.storage;

/** Looks whether the device of a storage takes files. */
public final class DeviceProbe {
  private static final String FILE = "probe.tmp";
  private static final int BYTES = 4_096;

  private DeviceProbe() {}

  /**
   * Writes a file, syncs it and its name, and deletes it.
   *
   * @throws io.vectra.engine.error.VectraException IO_ERROR or DISK_FULL when that does not work
   */
  public static void run(Storage storage) {
    try (WritableFile file = storage.create(FILE)) {
      file.write(0, new byte[BYTES], 0, BYTES);
      file.sync();
      storage.syncDirectory("");
    } finally {
      if (storage.exists(FILE)) {
        storage.delete(FILE);
      }
    }
  }
}
