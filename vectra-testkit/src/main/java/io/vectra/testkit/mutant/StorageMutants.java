package io.vectra.testkit.mutant;

import static io.vectra.testkit.mutant.StorageMutant.drop;
import static io.vectra.testkit.mutant.StorageMutant.dropAfter;
import static io.vectra.testkit.mutant.StorageMutant.early;
import static io.vectra.testkit.mutant.StorageMutant.late;
import static io.vectra.testkit.mutant.StorageMutant.misdirect;
import static io.vectra.testkit.mutant.StorageMutant.shorten;

import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The table of disks that lie. */
final class StorageMutants {
  private static final Predicate<StorageCall> LOG = of("wal-");
  private static final Predicate<StorageCall> SEGMENT = within("/segment-");
  private static final Predicate<StorageCall> TOMBSTONES = within("/tombstones-");
  private static final Predicate<StorageCall> MANIFEST = of("manifest-");
  private static final Predicate<StorageCall> STATE = of("STATE");
  private static final Predicate<StorageCall> ROOT = call -> call.file().isEmpty();
  private static final Predicate<StorageCall> TABLE = call -> call.file().matches("t[0-9]+");

  private StorageMutants() {}

  /** All of them. */
  static List<StorageMutant> all() {
    return List.of(
        lie("disk-log-sync", "logs", "drops each sync", drop(sync(LOG))),
        lie("disk-log-first-sync", "logs", "drops the sync of a new log", firstSync()),
        lie("disk-log-name", "logs", "loses the name of a new log", logName()),
        lie("disk-log-short", "logs", "does half of a write", shorten(batch())),
        lie("disk-log-late", "logs", "writes after the sync", late(batch(), sync(LOG))),
        lie("disk-log-misdirected", "logs", "writes 8 bytes further on", misdirect(8, batch())),
        lie("disk-segment-sync", "segments", "drops each sync", drop(sync(SEGMENT))),
        lie("disk-segment-short", "segments", "does half of a write", shorten(SEGMENT)),
        lie(
            "disk-segment-late",
            "segments",
            "syncs after the publish",
            late(sync(SEGMENT), kind(Kind.RENAME))),
        lie("disk-tombstones-sync", "tombstones", "drops each sync", drop(sync(TOMBSTONES))),
        lie("disk-tombstones-short", "tombstones", "does half of a write", shorten(TOMBSTONES)),
        lie("disk-manifest-sync", "manifests", "drops each sync", drop(sync(MANIFEST))),
        lie("disk-manifest-short", "manifests", "does half of a write", shorten(MANIFEST)),
        lie(
            "disk-manifest-late",
            "manifests",
            "syncs after the rename",
            late(sync(MANIFEST), kind(Kind.RENAME))),
        lie(
            "disk-rename-late",
            "manifests",
            "renames after the directory's sync",
            late(kind(Kind.RENAME), kind(Kind.SYNC_DIRECTORY).and(ROOT))),
        lie(
            "disk-rename-unsynced",
            "directories",
            "drops the sync after a rename",
            dropAfter(kind(Kind.RENAME), kind(Kind.SYNC_DIRECTORY))),
        lie(
            "disk-directory-unsynced",
            "directories",
            "drops the sync after a table's directory was made",
            dropAfter(kind(Kind.CREATE_DIRECTORY), kind(Kind.SYNC_DIRECTORY))),
        lie("disk-root-sync", "directories", "drops each sync of the root", rootSync()),
        lie(
            "disk-table-sync",
            "directories",
            "drops each sync of a table's directory",
            drop(kind(Kind.SYNC_DIRECTORY).and(TABLE))),
        lie(
            "disk-delete-log-early",
            "logs",
            "deletes a log before the publish that does without it",
            early(kind(Kind.DELETE).and(LOG), kind(Kind.RENAME), 1)),
        lie(
            "disk-delete-segment-early",
            "segments",
            "deletes files before the publish that does without them",
            early(kind(Kind.DELETE).and(SEGMENT.or(TOMBSTONES)), kind(Kind.RENAME), 2)),
        lie(
            "disk-delete-manifest-early",
            "manifests",
            "deletes the older manifests before a new one has its name",
            early(kind(Kind.DELETE).and(MANIFEST), kind(Kind.RENAME), 2)),
        new StorageMutant("disk-state-sync", "STATE", "drops each sync", false, drop(sync(STATE))),
        new StorageMutant(
            "disk-state-short", "STATE", "does half of a write", false, shorten(STATE)));
  }

  private static StorageMutant lie(
      String id, String files, String what, UnaryOperator<List<StorageCall>> lie) {
    return new StorageMutant(id, files, what, true, lie);
  }

  private static UnaryOperator<List<StorageCall>> rootSync() {
    return drop(kind(Kind.SYNC_DIRECTORY).and(ROOT));
  }

  private static UnaryOperator<List<StorageCall>> firstSync() {
    return dropAfter(batch().negate().and(LOG).and(kind(Kind.WRITE)), sync(LOG));
  }

  private static UnaryOperator<List<StorageCall>> logName() {
    return dropAfter(sync(LOG), kind(Kind.SYNC_DIRECTORY));
  }

  /** A write to a log that is not its header. */
  private static Predicate<StorageCall> batch() {
    return LOG.and(call -> call.kind() == Kind.WRITE && call.position() > 0);
  }

  private static Predicate<StorageCall> sync(Predicate<StorageCall> file) {
    return kind(Kind.SYNC).and(file);
  }

  private static Predicate<StorageCall> kind(Kind kind) {
    return call -> call.kind() == kind;
  }

  private static Predicate<StorageCall> of(String prefix) {
    return call -> call.file().startsWith(prefix);
  }

  private static Predicate<StorageCall> within(String part) {
    return call -> call.file().contains(part);
  }
}
