package io.vectra.engine.recovery;

import io.vectra.engine.commit.Changes;
import io.vectra.engine.commit.Follower.Followed;
import io.vectra.engine.commit.LogPosition;
import io.vectra.engine.compaction.CatalogNumbers;
import io.vectra.engine.compaction.IndexFiles;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.state.State;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.SegmentIndex;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.SyncedPosition;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WalReader;
import io.vectra.engine.wal.WriteAheadLog;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database: the segments that the manifest names, then every batch of the logs that no
 * segment holds. Uses only footers and tables of the segments.
 */
public final class Recovery {
  private final Storage storage;
  private final Manifest manifest;
  private final @Nullable DatabaseState open;
  private final EventLog events;
  private final CatalogNumbers numbers;
  private final DatabaseState tables;
  private final Replay replay;
  private int logs;
  private long newestLog;
  private boolean hasEnded = true; // as long as there is no log that could go on
  private boolean sealed;
  private final Map<Long, WalEnd> tornLogs = new TreeMap<>();

  private Recovery(
      Storage storage, Manifest manifest, @Nullable DatabaseState open, EventLog events) {
    this.storage = storage;
    this.events = events;
    this.manifest = manifest;
    this.open = open;
    this.numbers = new CatalogNumbers(manifest.nextTableId(), manifest.nextIndexId());
    this.tables = openTables();
    LogPosition none = new LogPosition(manifest.lsn(), manifest.logNumber() - 1, 0);
    this.replay =
        new Replay(
            storage, tables, none, numbers, manifest.generation(), new Changes(manifest.lsn()));
  }

  /**
   * What was recovered.
   *
   * @param end of the logs; a new log takes a number above
   * @param durable up to where the logs are known to be on the device
   * @param epoch the newest that is known; a new writer takes one above
   * @param logs how many logs were read
   * @param newestLog the highest number of a log
   * @param hasEnded whether the newest log takes no more batches
   * @param sealed whether everything in the logs is known to be on the device. If not, nothing may
   *     be committed on top before it is flushed
   * @param tornLogs logs with bytes after the last batch that no sync ever covered
   */
  public record Recovered(
      DatabaseState state,
      CatalogNumbers numbers,
      LogPosition end,
      LogPosition durable,
      long epoch,
      int logs,
      long newestLog,
      boolean hasEnded,
      boolean sealed,
      Map<Long, WalEnd> tornLogs) {

    /** The same in the words of those who follow other processes. */
    public Followed followed(long generation) {
      return new Followed(
          state,
          end,
          durable,
          hasEnded,
          Math.max(newestLog, end.logNumber()) + 1,
          generation,
          epoch,
          sealed,
          tornLogs);
    }
  }

  /**
   * Recovers a database.
   *
   * @param known what STATE says, or null when it has to be rebuilt
   * @param open a state of the same database in use, whose files need not be opened again; or null
   * @param events told of files that cannot be used
   * @throws VectraException CORRUPTION when something that was durable is missing or damaged;
   *     nothing has been changed then
   */
  public static Recovered run(
      Storage storage,
      Manifest manifest,
      @Nullable State known,
      @Nullable DatabaseState open,
      EventLog events) {
    requireNewest(storage, manifest, known);
    return new Recovery(storage, manifest, open, events).run(known, false);
  }

  /** A manifest that was removed must be noticed. */
  private static void requireNewest(Storage storage, Manifest manifest, @Nullable State known) {
    if (known != null && known.generation() > manifest.generation()) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          "The newest manifest of "
              + storage.description()
              + " is generation "
              + manifest.generation()
              + ", but generation "
              + known.generation()
              + " was current. A file was removed: run vectra repair, which goes on from what is"
              + " there and tells what it costs, or restore a backup.");
    }
  }

  /**
   * Reads a database that another process writes, as far as that has committed.
   *
   * @param known what STATE says, which names the generation of the manifest
   * @param open a state of the same database in use, whose files need not be opened again
   * @throws VectraException CORRUPTION or IO_ERROR, also when files have gone meanwhile
   */
  static Recovered runOfCommitted(
      Storage storage, Manifest manifest, State known, DatabaseState open, EventLog events) {
    return new Recovery(storage, manifest, open, events).run(known, true);
  }

  /**
   * The tables of a manifest without what logs hold of them.
   *
   * @param open a state of the same database in use, whose files need not be opened again
   */
  static DatabaseState tables(
      Storage storage, Manifest manifest, DatabaseState open, EventLog events) {
    return new Recovery(storage, manifest, open, events).tables;
  }

  private Recovered run(@Nullable State known, boolean committed) {
    try {
      if (committed && known != null) {
        followLogs(known);
      } else {
        replayLogs(known);
      }
      return recovered(known);
    } catch (RuntimeException | Error e) {
      replay.release();
      tables.release();
      throw e;
    }
  }

  private Recovered recovered(@Nullable State known) {
    DatabaseState state = replay.state();
    if (state != tables) {
      tables.release();
    }
    return new Recovered(
        state,
        numbers,
        replay.end(),
        durable(known),
        Math.max(known == null ? 0 : known.epoch(), replay.epoch()),
        logs,
        newestLog,
        hasEnded,
        sealed,
        tornLogs);
  }

  private DatabaseState openTables() {
    Map<Integer, TableState> tables = new TreeMap<>();
    List<TableSegment> opened = new ArrayList<>();
    try {
      for (TableEntry entry : manifest.tables()) {
        List<TableSegment> segments = new ArrayList<>();
        for (SegmentEntry segment : entry.segments()) {
          TableSegment part = segment(entry, segment);
          opened.add(part);
          segments.add(part);
        }
        tables.put(
            entry.schema().id(),
            new TableState(
                entry.schema(),
                entry.indexes(),
                new TableCounters(entry.nextRowId(), entry.identities()),
                new Memtable(),
                List.of(),
                segments));
      }
      return new DatabaseState(manifest.definitions(), manifest.lsn(), tables);
    } finally {
      opened.forEach(TableSegment::release);
    }
  }

  /** A segment with one use: of the state that is open already, or opened anew. */
  private TableSegment segment(TableEntry table, SegmentEntry entry) {
    TableState before = open == null ? null : open.table(table.schema().id());
    if (before != null) {
      for (TableSegment part : before.segments()) {
        if (part.segment().entry().equals(entry.file()) && part.segment().tryRetain()) {
          return segment(table, entry, part.segment().under(table.schema()), part);
        }
      }
    }
    return segment(table, entry, openSegment(table.schema(), entry), null);
  }

  private Segment openSegment(TableSchema schema, SegmentEntry entry) {
    if (!storage.exists(entry.file().name())) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          entry.file().name()
              + " with "
              + entry.rows()
              + " rows of "
              + schema.name()
              + " is missing. Restore it from a backup, or run vectra repair, which goes on without it.");
    }
    return Segment.open(storage, entry.number(), entry.file(), schema);
  }

  /**
   * A segment with its tombstones and indexes.
   *
   * @param before the same segment with those that are open already, or null
   */
  private TableSegment segment(
      TableEntry table, SegmentEntry entry, Segment segment, @Nullable TableSegment before) {
    TableSchema schema = table.schema();
    List<SegmentIndex> indexes = new ArrayList<>();
    try {
      if (segment.size() != entry.rows()) {
        throw new VectraException(
            ErrorCode.CORRUPTION,
            entry.file().name()
                + " holds "
                + segment.size()
                + " rows, the manifest says "
                + entry.rows()
                + ".");
      }
      FileEntry tombstones = entry.tombstones();
      if (tombstones != null && (before == null || !tombstones.equals(before.tombstoneFile()))) {
        requireTombstones(tombstones, entry.tombstoneCount(), schema);
        TombstoneFile.read(storage, tombstones, segment);
      }
      for (IndexFileEntry index : entry.indexes()) {
        SegmentIndex known = before == null ? null : before.index(index.indexId());
        SegmentIndex opened =
            known != null && known.entry().equals(index.file()) && known.file().tryRetain()
                ? known
                : openIndex(table, index, segment.size());
        if (opened != null) {
          indexes.add(opened);
        }
      }
      return new TableSegment(segment, entry.tombstones(), entry.tombstoneCount(), indexes);
    } catch (RuntimeException | Error e) {
      segment.release();
      indexes.forEach(index -> index.file().release());
      throw e;
    }
  }

  private void requireTombstones(FileEntry tombstones, long count, TableSchema schema) {
    if (!storage.exists(tombstones.name())) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          tombstones.name()
              + " with the deletions of "
              + count
              + " rows of "
              + schema.name()
              + " is missing. Restore it from a backup, or run vectra repair, which goes on without"
              + " it: deleted rows may be back then.");
    }
  }

  /** A damaged or missing index costs time, never the table: rows are looked at one by one. */
  private @Nullable SegmentIndex openIndex(TableEntry table, IndexFileEntry file, int rows) {
    for (IndexSchema index : table.indexes()) {
      if (index.id() == file.indexId()) {
        try {
          return IndexFiles.open(storage, index, file, rows);
        } catch (VectraException e) {
          events.report(
              Level.WARNING,
              EventKind.INDEX_UNUSABLE,
              table.schema().name(),
              "Index file "
                  + file.file().name()
                  + " cannot be used; its rows are looked at one by one until the first write or a"
                  + " repair has built it anew",
              e);
        }
      }
    }
    return null;
  }

  private void replayLogs(@Nullable State known) {
    SyncedPosition synced =
        known == null
            ? SyncedPosition.UNKNOWN
            : new SyncedPosition(known.logNumber(), known.syncedPosition());
    for (String name : storage.list("")) {
      if (WriteAheadLog.isFileName(name)) {
        long number = WriteAheadLog.numberOf(name);
        if (number >= manifest.logNumber()) {
          replayLog(number, synced);
          newestLog = number;
        }
      }
    }
    String missing = known == null ? null : missing(known, newestLog);
    if (missing != null) {
      throw replay.damaged(missing);
    }
    sealed =
        logs == 0
            || (known != null
                && !known.dirty()
                && known.logNumber() == replay.end().logNumber()
                && known.syncedPosition() == replay.end().position());
  }

  private void followLogs(State known) {
    newestLog = Following.newestLog(storage);
    hasEnded = Following.followLogs(storage, manifest, known, replay, hasEnded);
    logs = replay.end().logNumber() >= manifest.logNumber() ? 1 : 0;
    sealed = true; // whoever writes looks again
  }

  /** What STATE knows of the logs that is not there, or null. */
  private @Nullable String missing(State known, long newestLog) {
    long last = replay.end().lsn();
    if (known.lsn() > last) {
      return "they end at commit " + last + ", though commit " + known.lsn() + " was durable";
    }
    return known.logNumber() >= manifest.logNumber() && known.logNumber() > newestLog
        ? "log " + known.logNumber() + " is missing, which STATE names as the newest"
        : null;
  }

  private LogPosition durable(@Nullable State known) {
    if (known == null) {
      return sealed ? replay.end() : new LogPosition(manifest.lsn(), manifest.logNumber() - 1, 0);
    }
    return logs == 0 ? replay.end() : Following.durable(known, replay.end());
  }

  private void replayLog(long number, SyncedPosition synced) {
    long before = replay.end().lsn();
    WalEnd walEnd = WalReader.read(storage, manifest.databaseId(), number, synced, replay::apply);
    replay.endOf(number, walEnd, before);
    if (walEnd.how() == WalEnd.How.TORN_TAIL && walEnd.strayBytes() > 0) {
      tornLogs.put(number, walEnd);
    }
    hasEnded = walEnd.how() == WalEnd.How.CLOSED;
    logs++;
  }
}
