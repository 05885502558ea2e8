package io.vectra.engine.verify;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all checks need to know before they begin: the manifest that everything is measured by, and
 * the files that it and the one before it name.
 *
 * @param newest generation by file names; 0 when there is none
 * @param manifest the newest intact one of the last two that have a file, or null
 * @param previous the one before it, or null
 * @param files by name, those of the manifest first
 */
record KnownFiles(
    Inventory inventory,
    long newest,
    @Nullable Manifest manifest,
    @Nullable Manifest previous,
    @Nullable State state,
    Map<String, NamedFile> files) {

  /** What a file is. */
  enum Role {
    SEGMENT,
    TOMBSTONES,
    GRAPH,
    KEYS
  }

  /**
   * A block file that a manifest names.
   *
   * @param index for a graph or for keys
   * @param current whether the manifest itself names it, not only the one before
   */
  record NamedFile(
      Role role,
      FileEntry entry,
      TableEntry table,
      SegmentEntry segment,
      @Nullable IndexSchema index,
      long manifestLsn,
      boolean current) {}

  static KnownFiles read(Storage storage) {
    Inventory inventory = Inventory.of(storage);
    ManifestStore manifests = new ManifestStore(storage);
    int count = inventory.generations().size();
    long newest = count == 0 ? 0 : inventory.generations().get(count - 1);
    Manifest manifest = newest == 0 ? null : manifests.readIfIntact(newest);
    Manifest before =
        count > 1 ? manifests.readIfIntact(inventory.generations().get(count - 2)) : null;
    boolean fellBack = manifest == null || isForeign(storage, manifest, before);
    if (fellBack) {
      manifest = before;
    }
    Manifest previous =
        manifest == null
                || fellBack
                || before == null
                || before.generation() != manifest.generation() - 1
            ? null
            : before;
    Map<String, NamedFile> files = new LinkedHashMap<>();
    if (manifest != null) {
      add(files, manifest, true);
    }
    if (previous != null) {
      add(files, previous, false);
    }
    State state = manifest == null ? null : readState(storage, manifest);
    return new KnownFiles(inventory, newest, manifest, previous, state, files);
  }

  /** Whether a manifest is of another database than STATE and the manifest before it. */
  private static boolean isForeign(Storage storage, Manifest manifest, @Nullable Manifest before) {
    return before != null
        && !before.databaseId().equals(manifest.databaseId())
        && readState(storage, manifest) == null
        && readState(storage, before) != null;
  }

  /** What STATE says, or null when it is missing, damaged or cannot be read. */
  static @Nullable State readState(Storage storage, Manifest manifest) {
    try (StateFile file = StateFile.open(storage, manifest.databaseId())) {
      return file.read();
    } catch (VectraException e) {
      return null;
    }
  }

  /** Whether the newest manifest is intact, and STATE knows of no newer one. */
  boolean manifestSeemsNewest() {
    return manifest != null
        && manifest.generation() == newest
        && (state == null || state.generation() <= newest);
  }

  private static void add(Map<String, NamedFile> files, Manifest manifest, boolean current) {
    long lsn = manifest.lsn();
    for (TableEntry table : manifest.tables()) {
      for (SegmentEntry segment : table.segments()) {
        files.putIfAbsent(
            segment.file().name(),
            new NamedFile(Role.SEGMENT, segment.file(), table, segment, null, lsn, current));
        FileEntry tombstones = segment.tombstones();
        if (tombstones != null) {
          files.putIfAbsent(
              tombstones.name(),
              new NamedFile(Role.TOMBSTONES, tombstones, table, segment, null, lsn, current));
        }
        for (IndexFileEntry index : segment.indexes()) {
          IndexSchema schema = indexOf(table, index.indexId());
          Role role = schema instanceof ScalarIndex ? Role.KEYS : Role.GRAPH;
          files.putIfAbsent(
              index.file().name(),
              new NamedFile(role, index.file(), table, segment, schema, lsn, current));
        }
      }
    }
  }

  private static @Nullable IndexSchema indexOf(TableEntry table, int indexId) {
    for (IndexSchema index : table.indexes()) {
      if (index.id() == indexId) {
        return index;
      }
    }
    return null;
  }
}
