package io.vectra.engine.verify;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.LogsCheck.LogsEnd;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a damaged database usable again, and keeps all evidence. The caller holds LOCK.
 *
 * <p>In this order, so that a crash anywhere leaves a database that another run repairs to the same
 * rows: copies of what will be replaced go to {@code quarantine/}, with a list of what will be
 * moved there; new files are written under names that were never used; a manifest that names them
 * is published, twice, so that the one before the newest is intact too; STATE is rewritten; and
 * only then the damaged files are moved. A database without damage is not touched.
 */
public final class Repair {
  private final Storage storage;
  private final VerifyReport found;
  private final KnownFiles known;
  private final Manifest base;
  private final Set<String> damaged = new TreeSet<>();
  private final List<String> actions = new ArrayList<>();

  private Repair(Storage storage, VerifyReport found, KnownFiles known, Manifest base) {
    this.storage = storage;
    this.found = found;
    this.known = known;
    this.base = base;
    found.damages().forEach(finding -> damaged.add(finding.file()));
  }

  /**
   * Repairs a database.
   *
   * @throws VectraException NOT_A_DATABASE when there is none; NEWER_FORMAT when a newer Vectra
   *     wrote a part of it; CORRUPTION when neither of its last two manifests is intact, so that
   *     nobody knows what its files mean; IO_ERROR when a file cannot be read at all. Nothing is
   *     changed then.
   */
  public static RepairReport run(Storage storage) {
    VerifyReport found = Verification.run(storage);
    KnownFiles known = KnownFiles.read(storage);
    if (found.isClean()) {
      List<String> moved = Quarantine.finishMoves(storage);
      return nothingToRepair(storage, found, moved);
    }
    requireRepairable(storage, found);
    Manifest base = known.manifest();
    if (base == null) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          "Of the last two manifests of "
              + storage.description()
              + " none is there and intact, so nobody knows what its files mean. Nothing was"
              + " changed. Restore a backup.");
    }
    return new Repair(storage, found, known, base).run();
  }

  private static RepairReport nothingToRepair(
      Storage storage, VerifyReport found, List<String> moved) {
    List<String> actions =
        moved.stream().map(name -> name + " was moved to the quarantine").toList();
    return new RepairReport(
        storage.description(),
        !moved.isEmpty(),
        null,
        found.generation(),
        0,
        0,
        List.of(),
        actions,
        List.of());
  }

  private static void requireRepairable(Storage storage, VerifyReport found) {
    for (Finding finding : found.damages()) {
      boolean newer = finding.kind() == FindingKind.NEWER_FORMAT && !finding.derived();
      if (newer || finding.kind() == FindingKind.UNREADABLE) {
        throw new VectraException(
            newer ? ErrorCode.NEWER_FORMAT : ErrorCode.IO_ERROR,
            finding.file()
                + " of "
                + storage.description()
                + " cannot be repaired: "
                + finding.what()
                + ". Nothing was changed.");
      }
    }
  }

  private RepairReport run() {
    boolean rows = found.damages().stream().anyMatch(finding -> !finding.derived());
    boolean republish = rows || damaged.stream().anyMatch(name -> !name.equals(StateFile.NAME));
    Quarantine quarantine = Quarantine.create(storage);
    copyEvidence(quarantine, republish);
    Rebuild.Result rebuilt =
        rows ? Rebuild.run(storage, known, base, damaged, newestIsLost()) : null;
    Manifest manifest = base;
    if (rebuilt != null) {
      manifest = rebuilt.manifest();
      actions.addAll(rebuilt.actions());
    } else if (republish) {
      manifest = withoutDamagedGraphs(new UnusedNumbers(known, base).nextGeneration());
    }
    Manifest current = republish ? withGeneration(manifest, manifest.generation() + 1) : manifest;
    RepairReport report = report(quarantine, current, rebuilt);
    planMoves(quarantine, rebuilt);
    quarantine.seal(manifest.generation(), report.toJson());
    if (republish) {
      ManifestStore manifests = new ManifestStore(storage);
      manifests.publish(manifest);
      manifests.publish(current);
    }
    writeState(current, rebuilt);
    Quarantine.finishMoves(storage);
    return report;
  }

  /** Whether a manifest newer than the one that is gone on from was there once. */
  private boolean newestIsLost() {
    return found.damages().stream()
        .anyMatch(
            finding ->
                finding.kind() == FindingKind.UNNAMED_COMMITS
                    || (ManifestStore.isFileName(finding.file())
                        && ManifestStore.generationOf(finding.file()) > base.generation()));
  }

  private void copyEvidence(Quarantine quarantine, boolean republish) {
    if (republish) {
      for (long generation : known.inventory().generations()) {
        quarantine.copy(ManifestStore.fileName(generation));
      }
    }
    if (storage.exists(StateFile.NAME)) {
      quarantine.copy(StateFile.NAME);
    }
  }

  private void planMoves(Quarantine quarantine, Rebuild.@Nullable Result rebuilt) {
    Set<String> moves = new LinkedHashSet<>(damaged);
    if (rebuilt != null) {
      moves.addAll(rebuilt.evidence());
    }
    moves.remove(StateFile.NAME);
    moves.removeIf(ManifestStore::isFileName);
    moves.forEach(quarantine::planMove);
  }

  private Manifest withoutDamagedGraphs(long generation) {
    List<TableEntry> tables = base.tables().stream().map(this::withoutDamagedGraphs).toList();
    return new Manifest(
        base.formatVersion(),
        base.databaseId(),
        generation,
        base.lsn(),
        base.logNumber(),
        base.definitions(),
        base.nextTableId(),
        base.nextIndexId(),
        base.nextSegmentNumber(),
        tables);
  }

  private TableEntry withoutDamagedGraphs(TableEntry table) {
    List<SegmentEntry> segments = new ArrayList<>();
    for (SegmentEntry segment : table.segments()) {
      List<IndexFileEntry> intact =
          segment.indexes().stream()
              .filter(index -> !damaged.contains(index.file().name()))
              .toList();
      if (intact.size() < segment.indexes().size()) {
        actions.add(
            "A graph of " + segment.file().name() + " was dropped; it is rebuilt after opening");
      }
      segments.add(
          new SegmentEntry(
              segment.number(),
              segment.rows(),
              segment.file(),
              segment.tombstones(),
              segment.tombstoneCount(),
              intact));
    }
    return new TableEntry(
        table.schema(), table.indexes(), table.nextRowId(), table.identities(), segments);
  }

  private static Manifest withGeneration(Manifest manifest, long generation) {
    return new Manifest(
        manifest.formatVersion(),
        manifest.databaseId(),
        generation,
        manifest.lsn(),
        manifest.logNumber(),
        manifest.definitions(),
        manifest.nextTableId(),
        manifest.nextIndexId(),
        manifest.nextSegmentNumber(),
        manifest.tables());
  }

  /** STATE as it is right for the manifest and for the logs that are still needed. */
  private void writeState(Manifest manifest, Rebuild.@Nullable Result rebuilt) {
    State next;
    long knownEpoch = known.state() == null ? 0 : known.state().epoch();
    if (rebuilt != null) {
      next =
          new State(
              manifest.generation(),
              manifest.logNumber() - 1,
              0,
              0,
              manifest.lsn(),
              rebuilt.epoch(),
              false);
    } else {
      LogsCheck logs = new LogsCheck(storage, known, base);
      logs.run();
      LogsEnd end = logs.end();
      next =
          new State(
              manifest.generation(),
              end.logNumber(),
              end.position(),
              end.closed() ? end.position() : 0,
              end.lsn(),
              Math.max(knownEpoch, end.epoch()),
              !end.closed());
    }
    if (known.state() == null && storage.exists(StateFile.NAME)) {
      storage.delete(StateFile.NAME); // Its copy is in the quarantine; it may have a wrong length.
    }
    try (StateFile file = StateFile.open(storage, manifest.databaseId())) {
      file.write(next);
      file.sync();
    }
    storage.syncDirectory("");
  }

  private RepairReport report(
      Quarantine quarantine, Manifest current, Rebuild.@Nullable Result rebuilt) {
    if (current.generation() != base.generation()) {
      actions.add("Generation " + current.generation() + " was published");
    }
    actions.add("STATE was rewritten");
    return new RepairReport(
        storage.description(),
        true,
        quarantine.directory(),
        current.generation(),
        rebuilt == null ? 0 : rebuilt.rowsLost(),
        rebuilt == null ? 0 : rebuilt.deletionsLost(),
        rebuilt == null ? List.of() : rebuilt.lost(),
        actions,
        found.damages());
  }
}
