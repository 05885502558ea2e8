package io.vectra.engine.verify;

import io.vectra.engine.compaction.CatalogNumbers;
import io.vectra.engine.compaction.VersionRows;
import io.vectra.engine.format.BlockFileAudit;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.state.State;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import io.vectra.engine.verify.TableSalvage.SalvageLog;
import io.vectra.engine.wal.SyncedPosition;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes everything that is left of a damaged database to files that need no log: segments are kept
 * where they are intact and salvaged where not, and what the logs hold is flushed. It only adds
 * files; until its manifest is published, the database is what it was.
 */
final class Rebuild {
  private static final int MAX_SKIPPED_IDS = 1 << 20;

  private final Storage storage;
  private final KnownFiles known;
  private final Manifest base;
  private final Set<String> damaged;
  private final boolean newestIsLost;
  private final UnusedNumbers numbers;
  private final CatalogNumbers catalogNumbers;
  private final SalvageLog log;
  private final List<TableSegment> opened = new ArrayList<>();
  private final Map<Long, List<IndexFileEntry>> graphs = new HashMap<>();

  private Rebuild(
      Storage storage, KnownFiles known, Manifest base, Set<String> damaged, boolean newestIsLost) {
    this.storage = storage;
    this.known = known;
    this.base = base;
    this.damaged = damaged;
    this.newestIsLost = newestIsLost;
    this.log = new SalvageLog(base.lsn());
    this.numbers = new UnusedNumbers(known, base);
    this.catalogNumbers = new CatalogNumbers(numbers.nextTableId(), numbers.nextIndexId());
  }

  /**
   * What was rebuilt.
   *
   * @param manifest to be published; every file that it names is durable
   * @param evidence files that it does not need
   * @param lost ranges of commits
   */
  record Result(
      Manifest manifest,
      long epoch,
      List<String> evidence,
      List<String> actions,
      long rowsLost,
      long deletionsLost,
      List<String> lost) {}

  /**
   * Rebuilds.
   *
   * @param base the manifest to go on from
   * @param newestIsLost whether a newer one was there once
   */
  static Result run(
      Storage storage, KnownFiles known, Manifest base, Set<String> damaged, boolean newestIsLost) {
    Rebuild rebuild = new Rebuild(storage, known, base, damaged, newestIsLost);
    DatabaseState state;
    try {
      state = rebuild.salvageTables();
    } finally {
      rebuild.opened.forEach(part -> part.segment().release());
    }
    return rebuild.replayAndWrite(state);
  }

  private DatabaseState salvageTables() {
    Map<Integer, TableState> tables = new TreeMap<>();
    for (TableEntry entry : base.tables()) {
      int id = entry.schema().id();
      TableSalvage salvage = new TableSalvage(storage, base, entry, damaged, numbers, log);
      try {
        tables.put(id, salvage.run(unnamed(FileNames.directory(id))));
      } finally {
        opened.addAll(salvage.segments());
      }
      graphs.putAll(salvage.graphs());
    }
    reportUnknownTables();
    return new DatabaseState(base.definitions(), base.lsn(), tables);
  }

  /**
   * When the newest manifest is lost, what it named is salvaged. When it is intact, nothing that it
   * does not name is part of the database, but for the older tombstones of the manifest before.
   */
  private List<String> unnamed(String directory) {
    List<String> names = new ArrayList<>();
    for (String name : known.inventory().tableFiles()) {
      boolean isOlder = known.files().containsKey(name) && !known.files().get(name).current();
      if (name.startsWith(directory + "/") && (isOlder || (newestIsLost && !isNamed(name)))) {
        names.add(name);
      }
    }
    return names;
  }

  private boolean isNamed(String name) {
    return known.files().containsKey(name);
  }

  private void reportUnknownTables() {
    if (!newestIsLost) {
      return;
    }
    log.actions.add(
        "The newest manifest is lost. Rows were taken from generation "
            + base.generation()
            + ", newer segments and the logs; tables that were dropped or emptied with the lost"
            + " manifest may be back, tables and indexes that were made with it are gone");
    for (String name : known.inventory().tableFiles()) {
      boolean ofKnownTable =
          base.tables().stream()
              .anyMatch(table -> name.startsWith(FileNames.directory(table.schema().id()) + "/"));
      if (!ofKnownTable) {
        log.evidence.add(name);
        log.actions.add(name + " belongs to a table that only the lost manifest knew" + lost(name));
      }
    }
  }

  /** Counts the rows of a segment whose table is not known. */
  private String lost(String name) {
    if (TableSalvage.segmentNumber(name) < 0) {
      return "";
    }
    FileEntry file =
        BlockFileAudit.describe(storage, base.databaseId(), SegmentWriter.FILE_KIND, name);
    if (file == null) {
      return "; it is damaged";
    }
    long rows = Segment.owner(storage, file).rows();
    log.rowsLost += rows;
    return ": its " + rows + " rows are lost, and kept in the quarantine";
  }

  private Result replayAndWrite(DatabaseState salvaged) {
    State state = known.state();
    LogReplay replay =
        new LogReplay(salvaged, Math.max(base.lsn(), log.newestLsn), catalogNumbers, log.traces);
    try {
      List<Long> logs =
          known.inventory().logs().stream().filter(number -> number >= base.logNumber()).toList();
      SyncedPosition synced =
          state == null
              ? SyncedPosition.UNKNOWN
              : new SyncedPosition(state.logNumber(), state.syncedPosition());
      replay.run(storage, base.databaseId(), logs, synced);
      if (state != null) {
        replay.expect(state.lsn());
      }
      if (newestIsLost) {
        replay.loseUntraced(log.newestLsn);
      }
      numbers.sawGeneration(replay.generation());
      known.inventory().logs().forEach(number -> log.evidence.add(WriteAheadLog.fileName(number)));
      known.inventory().tableFiles().stream()
          .filter(name -> !isNamed(name))
          .forEach(log.evidence::add);
      log.actions.addAll(replay.skipped());
      Manifest manifest = write(replay.state(), replay.lsn(), replay.lostCount());
      return new Result(
          manifest,
          Math.max(replay.epoch(), state == null ? 0 : state.epoch()),
          log.evidence,
          log.actions,
          log.rowsLost,
          log.deletionsLost,
          replay.lost());
    } finally {
      replay.state().release();
    }
  }

  private Manifest write(DatabaseState state, long lsn, long lostCommits) {
    List<TableEntry> tables = new ArrayList<>();
    long generation = numbers.nextGeneration();
    for (TableState table : state.tables().values()) {
      tables.add(write(table, lsn, generation));
    }
    // Each lost commit may have reserved values of a sequence.
    long lostReservations = newestIsLost ? lsn - base.lsn() : lostCommits;
    // Each lost commit may have made a table or an index, whose id must not be given again.
    int skippedIds = (int) Math.min(lostCommits, MAX_SKIPPED_IDS);
    return new Manifest(
        base.formatVersion(),
        base.databaseId(),
        generation,
        lsn,
        numbers.nextLog(),
        state.definitions().skipping(Math.min(lostReservations, MAX_SKIPPED_IDS)),
        catalogNumbers.nextTableId() + skippedIds,
        catalogNumbers.nextIndexId() + skippedIds,
        numbers.nextSegment(),
        tables);
  }

  private TableEntry write(TableState table, long lsn, long generation) {
    String directory = FileNames.directory(table.schema().id());
    if (!storage.exists(directory)) {
      storage.createDirectory(directory);
      storage.syncDirectory("");
    }
    List<SegmentEntry> segments = new ArrayList<>();
    for (TableSegment part : table.segments()) {
      segments.add(write(table, part, lsn, generation));
    }
    List<RowVersion> versions = new ArrayList<>();
    table.active().visible(lsn).forEachRemaining(versions::add);
    if (!versions.isEmpty()) {
      long number = numbers.takeSegment();
      FileEntry file =
          SegmentWriter.write(
              storage,
              base.databaseId(),
              FileNames.segment(table.schema().id(), number),
              table.schema(),
              new VersionRows(table.schema(), versions));
      segments.add(new SegmentEntry(number, versions.size(), file, null, 0, List.of()));
      log.actions.add(versions.size() + " rows of the logs were written to " + file.name());
    }
    storage.syncDirectory(directory);
    return new TableEntry(
        table.schema(),
        table.indexes(),
        table.counters().nextRowId(),
        table.counters().identities(),
        segments);
  }

  private SegmentEntry write(TableState table, TableSegment part, long lsn, long generation) {
    Segment segment = part.segment();
    long number = segment.number();
    FileEntry tombstones = part.tombstoneFile();
    long count = part.tombstoneCount();
    if (segment.tombstones().count() != count) {
      count = segment.tombstones().countAt(lsn);
      tombstones =
          TombstoneFile.write(
              storage,
              base.databaseId(),
              FileNames.tombstones(table.schema().id(), number, generation),
              segment.tombstones(),
              lsn);
    }
    List<IndexFileEntry> indexes =
        graphs.getOrDefault(number, List.of()).stream()
            .filter(
                file -> table.indexes().stream().anyMatch(index -> index.id() == file.indexId()))
            .toList();
    return new SegmentEntry(number, segment.size(), segment.entry(), tombstones, count, indexes);
  }
}
