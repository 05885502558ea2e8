package io.vectra.engine.backup;

import io.vectra.engine.compaction.IndexFiles;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFault;
import io.vectra.engine.format.BlockFileAudit;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.table.FileNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of one manifest, held by maps so that they can be copied while the database goes on and
 * deletes them. The copy gets its manifest last: without it, nothing opens what a crash has left.
 */
public final class Backup implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Manifest manifest;
  private final List<Pinned> files = new ArrayList<>();

  /** A file of the source. */
  private record Pinned(FileEntry entry, int kind, MappedBlocks bytes) {}

  private Backup(Manifest manifest) {
    this.manifest = manifest;
  }

  /** Pins the files of the current manifest; none may be deleted meanwhile. */
  public static Backup of(Storage storage, Manifest current) {
    Backup backup = new Backup(current);
    try {
      for (TableEntry table : current.tables()) {
        table.segments().forEach(segment -> backup.pin(storage, table, segment));
      }
      return backup;
    } catch (RuntimeException | Error e) {
      backup.close();
      throw e;
    }
  }

  private void pin(Storage storage, TableEntry table, SegmentEntry segment) {
    pin(storage, segment.file(), SegmentWriter.FILE_KIND);
    FileEntry tombstones = segment.tombstones();
    if (tombstones != null) {
      pin(storage, tombstones, TombstoneFile.FILE_KIND);
    }
    for (IndexFileEntry index : segment.indexes()) {
      if (storage.exists(index.file().name())) {
        pin(storage, index.file(), IndexFiles.kind(table, index));
      }
    }
  }

  private void pin(Storage storage, FileEntry entry, int kind) {
    files.add(new Pinned(entry, kind, storage.map(entry.name())));
  }

  /**
   * Copies everything to an empty storage, durably; checks every byte of the copy.
   *
   * @throws VectraException INVALID_PARAMETER when the target is not empty; CORRUPTION when a file
   *     of the source is damaged; QUERY_CANCELED when the thread is interrupted; IO_ERROR,
   *     DISK_FULL. What is in the target then cannot be opened.
   */
  public BackupReport copyTo(Storage target, FileProgress progress) {
    List<String> there = target.list("");
    if (!there.isEmpty()) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "A backup needs an empty or missing directory; "
              + target.description()
              + " holds "
              + there.get(0)
              + ". Nothing was written.");
    }
    try {
      return copyToEmpty(target, progress);
    } catch (VectraException e) {
      throw e.code() == ErrorCode.POISONED ? notDurable(target, e) : notComplete(target, e);
    }
  }

  private static VectraException notComplete(Storage target, VectraException cause) {
    return new VectraException(
        cause.code(),
        cause.getMessage()
            + " The backup in "
            + target.description()
            + " is not complete and cannot be opened: remove it.",
        cause);
  }

  /** A manifest whose name may not last poisons the copy, and never the database it is made of. */
  private static VectraException notDurable(Storage target, VectraException poison) {
    VectraException reason = poison.getCause() instanceof VectraException cause ? cause : poison;
    return new VectraException(
        reason.code() == ErrorCode.POISONED ? ErrorCode.IO_ERROR : reason.code(),
        reason.getMessage()
            + " The backup in "
            + target.description()
            + " is not known to be durable: remove it.",
        poison);
  }

  private BackupReport copyToEmpty(Storage target, FileProgress progress) {
    long total = files.stream().mapToLong(file -> file.bytes().length()).sum();
    long done = 0;
    Set<String> leftOut = new HashSet<>();
    long generation = manifest.generation();
    // First of all, so that what is begun is never taken for an empty directory.
    writeState(target, generation + 1);
    for (TableEntry table : manifest.tables()) {
      target.createDirectory(FileNames.directory(table.schema().id()));
    }
    for (Pinned file : files) {
      copy(file, target);
      if (!isIntact(file, target)) {
        target.delete(file.entry().name());
        leftOut.add(file.entry().name());
      }
      done += file.bytes().length();
      progress.done(file.entry().name(), done, total);
    }
    for (TableEntry table : manifest.tables()) {
      target.syncDirectory(FileNames.directory(table.schema().id()));
    }
    ManifestStore manifests = new ManifestStore(target);
    manifests.publish(copied(leftOut, generation));
    manifests.publish(copied(leftOut, generation + 1)); // a manifest has the one before beside it
    return new BackupReport(
        manifest.lsn(), files.size() - leftOut.size(), done, List.copyOf(leftOut));
  }

  private static void copy(Pinned file, Storage target) {
    try (WritableFile out = target.create(file.entry().name())) {
      byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, file.bytes().length())];
      for (long at = 0; at < file.bytes().length(); at += chunk.length) {
        if (Thread.currentThread().isInterrupted()) {
          throw new VectraException(ErrorCode.QUERY_CANCELED, "The backup was interrupted.");
        }
        int count = (int) Math.min(chunk.length, file.bytes().length() - at);
        file.bytes().readBytes(at, chunk, 0, count);
        out.write(at, chunk, 0, count);
      }
      out.sync();
    }
  }

  /**
   * Whether the copy is what the manifest says; only an index, which can be rebuilt, may not be.
   */
  private boolean isIntact(Pinned file, Storage target) {
    List<BlockFault> faults =
        BlockFileAudit.run(target, manifest.databaseId(), file.kind(), file.entry());
    if (!faults.isEmpty() && !IndexFiles.isKind(file.kind())) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          file.entry().name()
              + " is damaged: "
              + faults.get(0).what()
              + ". Run verify, and repair the database first.");
    }
    return faults.isEmpty();
  }

  private void writeState(Storage target, long generation) {
    long noLog = manifest.logNumber() - 1;
    try (StateFile state = StateFile.open(target, manifest.databaseId())) {
      state.write(new State(generation, noLog, 0, 0, manifest.lsn(), 0, /* dirty= */ false));
      state.sync();
    }
    target.syncDirectory("");
  }

  private Manifest copied(Set<String> leftOut, long generation) {
    List<TableEntry> tables = new ArrayList<>();
    for (TableEntry table : manifest.tables()) {
      List<SegmentEntry> segments =
          table.segments().stream().map(segment -> without(segment, leftOut)).toList();
      tables.add(
          new TableEntry(
              table.schema(), table.indexes(), table.nextRowId(), table.identities(), segments));
    }
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
        tables);
  }

  private SegmentEntry without(SegmentEntry segment, Set<String> leftOut) {
    Set<String> copied = new HashSet<>();
    files.forEach(file -> copied.add(file.entry().name()));
    List<IndexFileEntry> indexes =
        segment.indexes().stream()
            .filter(index -> copied.contains(index.file().name()))
            .filter(index -> !leftOut.contains(index.file().name()))
            .toList();
    return new SegmentEntry(
        segment.number(),
        segment.rows(),
        segment.file(),
        segment.tombstones(),
        segment.tombstoneCount(),
        indexes);
  }

  /** Lets the source's files go. */
  @Override
  public void close() {
    files.forEach(file -> file.bytes().release());
    files.clear();
  }
}
