package io.vectra.engine.verify;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The names in a database directory, by what they are. LOCK and MAINTENANCE are left out: their
 * content is no data.
 *
 * @param generations of the manifests that are there, ascending
 * @param logs the numbers of the logs that are there, ascending
 * @param tableFiles with their directory, such as {@code t1/segment-3}
 * @param leftovers of ours, which nothing needs
 * @param foreign what is not ours
 * @param unreadable directories of ours that cannot be listed
 */
record Inventory(
    List<Long> generations,
    List<Long> logs,
    List<String> tableFiles,
    List<String> leftovers,
    List<String> foreign,
    List<String> unreadable) {
  static final String QUARANTINE = "quarantine";

  private static final Set<String> LOCKS = Set.of("LOCK", "MAINTENANCE");

  static Inventory of(Storage storage) {
    Inventory inventory =
        new Inventory(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (String name : storage.list("")) {
      inventory.add(storage, name);
    }
    inventory.generations.sort(null);
    inventory.logs.sort(null);
    return inventory;
  }

  private void add(Storage storage, String name) {
    if (ManifestStore.isFileName(name)) {
      generations.add(ManifestStore.generationOf(name));
    } else if (WriteAheadLog.isFileName(name)) {
      logs.add(WriteAheadLog.numberOf(name));
    } else if (ManifestStore.isUnfinished(name)) {
      leftovers.add(name);
    } else if (FileNames.isDirectory(name)) {
      addTable(storage, name);
    } else if (!LOCKS.contains(name) && !name.equals(StateFile.NAME) && !name.equals(QUARANTINE)) {
      foreign.add(name);
    }
  }

  private void addTable(Storage storage, String directory) {
    try {
      for (String file : storage.list(directory)) {
        (FileNames.isFile(file) ? tableFiles : foreign).add(directory + "/" + file);
      }
    } catch (VectraException e) {
      unreadable.add(directory);
    }
  }

  /** Whether anything here was made by a database. */
  boolean isDatabase() {
    return !generations.isEmpty() || !logs.isEmpty() || !tableFiles.isEmpty();
  }
}
