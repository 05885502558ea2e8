package io.vectra.engine.verify;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.recovery.UnnamedCommits;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.KnownFiles.NamedFile;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads every byte of a database that nobody has open, and lists all that is wrong with it. Changes
 * nothing, and never stops at the first fault. The caller holds LOCK.
 *
 * <p>Each byte is covered: manifests by their SHA-256, STATE by its checksum, blocks by checksums
 * that the manifest's SHA-256 covers in turn, logs by the checksum of each batch, and what follows
 * a closing record must be zero. What no checksum tells is told by the others: STATE, manifests and
 * batches name one another's generations, lsns and positions, so that a file that is missing, or an
 * older version of itself, does not fit. The zeros that a large log has in reserve may be cut or
 * grown within bounds unnoticed; they hold nothing.
 */
public final class Verification {
  private final Storage storage;
  private final KnownFiles known;
  private final @Nullable LogsCheck logs;
  private final List<Finding> findings = new ArrayList<>();
  private final boolean inUse;
  private long bytes;

  private Verification(Storage storage, boolean inUse) {
    this.storage = storage;
    this.inUse = inUse;
    this.known = KnownFiles.read(storage);
    Manifest manifest = known.manifest();
    this.logs = manifest == null ? null : new LogsCheck(storage, known, manifest);
    if (logs != null && !inUse) {
      findings.addAll(logs.run());
    }
  }

  /**
   * Verifies a database.
   *
   * @throws VectraException NOT_A_DATABASE when there is none
   */
  public static VerifyReport run(Storage storage) {
    return run(storage, FileProgress.NONE);
  }

  /**
   * Checks by names alone that there is a database.
   *
   * @throws VectraException NOT_A_DATABASE when there is none
   */
  public static void requireDatabase(Storage storage) {
    if (!Inventory.of(storage).isDatabase()) {
      throw new VectraException(
          ErrorCode.NOT_A_DATABASE, storage.description() + " holds no database. Check the path.");
    }
  }

  /** Verifies a database, and tells how far it has come. */
  public static VerifyReport run(Storage storage, FileProgress progress) {
    return new Verification(storage, false).report(progress);
  }

  /**
   * Verifies manifests, segments, tombstones and graphs of a database that is open here, while
   * nobody publishes. STATE and the logs change meanwhile and are left out.
   */
  public static VerifyReport runOfPublished(Storage storage, FileProgress progress) {
    return new Verification(storage, true).report(progress);
  }

  /** Prepares to verify single files: what they are measured by is read once, now. */
  public static Verification of(Storage storage) {
    return new Verification(storage, false);
  }

  /** What is found in one file of those that {@link #files} lists; the others are taken as read. */
  public List<Finding> file(String name) {
    return file(name, true);
  }

  /** Whether nothing is wrong with one file; does not count what damage costs. */
  public boolean isIntact(String name) {
    return file(name, false).stream().noneMatch(VerifyReport::isDamage);
  }

  /** The files that make up the database: all that a fault would be found in. */
  public List<String> files() {
    List<String> names = new ArrayList<>();
    boolean newerIsGone = known.state() != null && known.state().generation() > known.newest();
    if (known.newest() > 1 && !newerIsGone) {
      names.add(ManifestStore.fileName(beforeNewest()));
    }
    if (known.newest() > 0) {
      names.add(ManifestStore.fileName(known.newest()));
    }
    names.add(StateFile.NAME);
    names.addAll(known.files().keySet());
    if (logs != null) {
      logs.numbers().forEach(number -> names.add(WriteAheadLog.fileName(number)));
    }
    return names.stream().distinct().toList();
  }

  /** The generation before the newest; of files that leave a gap there, the one that is used. */
  private long beforeNewest() {
    Manifest manifest = known.manifest();
    return manifest != null && manifest.generation() < known.newest()
        ? manifest.generation()
        : known.newest() - 1;
  }

  private List<Finding> file(String name, boolean counting) {
    Manifest manifest = known.manifest();
    NamedFile named = known.files().get(name);
    if (ManifestStore.isFileName(name)) {
      return manifest(ManifestStore.generationOf(name));
    }
    if (manifest == null || logs == null) {
      return List.of();
    }
    if (named != null) {
      return BlockFileCheck.run(storage, manifest.databaseId(), named, counting);
    }
    if (WriteAheadLog.isFileName(name)) {
      return logs.recheck(WriteAheadLog.numberOf(name));
    }
    return StateCheck.run(storage, manifest, KnownFiles.readState(storage, manifest), logs.end());
  }

  private List<Finding> manifest(long generation) {
    String name = ManifestStore.fileName(generation);
    boolean newest = generation == known.newest();
    Finding finding;
    if (!storage.exists(name)) {
      finding = Finding.error(FindingKind.MISSING_FILE, name, "the manifest is missing");
    } else {
      try {
        Manifest read = new ManifestStore(storage).read(generation);
        Manifest used = known.manifest();
        if (used == null || used.databaseId().equals(read.databaseId())) {
          return List.of();
        }
        finding =
            Finding.error(
                FindingKind.OTHER_CONTENT, name, "the manifest is one of another database");
      } catch (VectraException e) {
        FindingKind kind = BlockFileCheck.kindOf(e);
        finding =
            Finding.error(
                kind == FindingKind.IMPOSSIBLE_CONTENT ? FindingKind.DAMAGED_TABLE : kind,
                name,
                String.valueOf(e.getMessage()));
      }
    }
    finding = finding.at(0, storage.exists(name) ? storage.length(name) : 0);
    return List.of(newest ? finding.costing(null, Finding.UNKNOWN) : finding.ofDerived());
  }

  private VerifyReport report(FileProgress progress) {
    Inventory inventory = known.inventory();
    requireDatabase(storage);
    List<String> files = files();
    long total = files.stream().mapToLong(this::length).sum();
    for (String name : files) {
      if (!isLogOrState(name)) {
        findings.addAll(file(name, true));
      } else if (!inUse && name.equals(StateFile.NAME)) {
        findings.addAll(file(name, true));
      }
      bytes += length(name);
      progress.done(name, bytes, total);
    }
    if (known.manifest() == null) {
      findings.add(
          Finding.error(
                  known.newest() == 0 ? FindingKind.MISSING_FILE : FindingKind.DAMAGED_TABLE,
                  known.newest() == 0 ? "manifest-*" : ManifestStore.fileName(known.newest()),
                  (known.newest() == 0 ? "there is no manifest" : "no manifest is intact")
                      + ", so nothing else can be checked: restore a backup")
              .costing(null, Finding.UNKNOWN));
    }
    if (known.manifest() != null) {
      findings.addAll(LiveKeysCheck.run(storage, known.manifest(), findings));
      findings.addAll(unnamedCommits(known.manifest()));
    }
    notes(inventory);
    return toReport(files.size());
  }

  /** A flush that a crash ended leaves such files only where STATE is dirty. */
  private List<Finding> unnamedCommits(Manifest manifest) {
    if (inUse || logs == null || (known.state() != null && known.state().dirty())) {
      return List.of();
    }
    long lsn = logs.end().lsn();
    return UnnamedCommits.beyond(storage, manifest.databaseId(), lsn, known.files()::containsKey)
        .stream()
        .map(
            commits ->
                Finding.error(
                    FindingKind.UNNAMED_COMMITS,
                    commits.file(),
                    "it holds "
                        + commits.changes()
                        + " changes of commits up to "
                        + commits.lsn()
                        + ", though manifest and logs end with commit "
                        + lsn
                        + ": a newer manifest is lost; a repair takes them"))
        .toList();
  }

  private VerifyReport toReport(int files) {
    Manifest manifest = known.manifest();
    UUID databaseId = manifest == null ? null : manifest.databaseId();
    boolean closed =
        logs != null && logs.end().closed() && known.state() != null && !known.state().dirty();
    long rows =
        known.files().values().stream()
            .filter(file -> file.current() && file.role() == KnownFiles.Role.SEGMENT)
            .mapToLong(file -> file.segment().rows() - file.segment().tombstoneCount())
            .sum();
    return new VerifyReport(
        storage.description(),
        databaseId == null ? null : databaseId.toString(),
        manifest == null ? 0 : manifest.generation(),
        logs == null ? 0 : logs.end().lsn(),
        closed && !inUse,
        files,
        bytes,
        rows,
        findings);
  }

  private void notes(Inventory inventory) {
    Manifest manifest = known.manifest();
    boolean damaged = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    for (String directory : inventory.unreadable()) {
      findings.add(Finding.error(FindingKind.UNREADABLE, directory, "it cannot be listed"));
    }
    for (String name : inventory.tableFiles()) {
      boolean told = findings.stream().anyMatch(finding -> finding.file().equals(name));
      if (manifest != null && !known.files().containsKey(name) && !told) {
        leftover(name, damaged);
      }
    }
    for (long generation : inventory.generations()) {
      if (known.newest() > 0 && generation < beforeNewest()) {
        leftover(ManifestStore.fileName(generation), damaged);
      }
    }
    for (long number : inventory.logs()) {
      if (manifest != null && number < manifest.logNumber()) {
        leftover(WriteAheadLog.fileName(number), damaged);
      }
    }
    inventory.leftovers().forEach(name -> leftover(name, damaged));
    for (String name : inventory.foreign()) {
      findings.add(Finding.note(FindingKind.FOREIGN_FILE, name, "it is not a file of a database"));
    }
    if (inUse) {
      findings.add(
          Finding.note(
              FindingKind.NOT_CHECKED,
              StateFile.NAME,
              "the database is open: STATE and the logs change, and were not checked"));
    }
  }

  private void leftover(String name, boolean damaged) {
    findings.add(
        Finding.note(
            FindingKind.LEFTOVER_FILE,
            name,
            "no intact manifest names it; "
                + (damaged
                    ? "a repair moves it to the quarantine"
                    : "it is removed when the database is next written")));
  }

  private long length(String name) {
    try {
      return storage.exists(name) ? storage.length(name) : 0;
    } catch (VectraException e) {
      return 0;
    }
  }

  private static boolean isLogOrState(String name) {
    return name.equals(StateFile.NAME) || WriteAheadLog.isFileName(name);
  }
}
