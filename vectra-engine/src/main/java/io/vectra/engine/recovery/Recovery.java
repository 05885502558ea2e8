package io.vectra.engine.recovery;

import io.vectra.engine.commit.Changes;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.LogRecordCodec;
import io.vectra.engine.compaction.CatalogNumbers;
import io.vectra.engine.compaction.IndexBuild;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.state.State;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.SegmentGraph;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.CommittedPosition;
import io.vectra.engine.wal.WalBatch;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WalReader;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database: the segments that the manifest names, then every batch of the logs that no
 * segment holds. Uses only footers and tables of the segments.
 */
public final class Recovery {
  private static final System.Logger LOGGER = System.getLogger(Recovery.class.getName());
  private static final String LOG_PREFIX = "wal-";
  private static final Pattern LOG_NAME = Pattern.compile(LOG_PREFIX + "[0-9]{10}");

  private final Storage storage;
  private final Manifest manifest;
  private final boolean readOnly;
  private final CatalogNumbers numbers;
  private final Changes changes = new Changes();
  private DatabaseState state;
  private long lsn;
  private long lastLogNumber;
  private boolean replayed;

  private Recovery(Storage storage, Manifest manifest, boolean readOnly) {
    this.storage = storage;
    this.manifest = manifest;
    this.readOnly = readOnly;
    this.numbers = new CatalogNumbers(manifest.nextTableId(), manifest.nextIndexId());
    this.lsn = manifest.lsn();
    this.lastLogNumber = manifest.logNumber() - 1;
    this.state = openTables();
  }

  /**
   * What was recovered.
   *
   * @param lsn of the newest commit
   * @param lastLogNumber the highest number that a log file has; a new log takes the next one
   * @param replayed whether the logs held anything that no segment holds
   */
  public record Recovered(
      DatabaseState state,
      CatalogNumbers numbers,
      long lsn,
      long lastLogNumber,
      boolean replayed) {}

  /**
   * Recovers a database.
   *
   * @param known what STATE says, or null when it has to be rebuilt
   * @throws VectraException CORRUPTION when something that was durable is missing or damaged;
   *     nothing has been changed then
   */
  public static Recovered run(
      Storage storage, Manifest manifest, @Nullable State known, boolean readOnly) {
    Recovery recovery = new Recovery(storage, manifest, readOnly);
    try {
      recovery.replayLogs(known);
      return new Recovered(
          recovery.state,
          recovery.numbers,
          recovery.lsn,
          recovery.lastLogNumber,
          recovery.replayed);
    } catch (RuntimeException | Error e) {
      recovery.state.release();
      throw e;
    }
  }

  private DatabaseState openTables() {
    Map<Integer, TableState> tables = new TreeMap<>();
    List<TableSegment> opened = new ArrayList<>();
    try {
      for (TableEntry entry : manifest.tables()) {
        List<TableSegment> segments = new ArrayList<>();
        for (SegmentEntry segment : entry.segments()) {
          TableSegment part = openSegment(entry.schema(), segment);
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
      return new DatabaseState(manifest.catalogVersion(), manifest.lsn(), tables);
    } finally {
      opened.forEach(Recovery::release);
    }
  }

  private TableSegment openSegment(TableSchema schema, SegmentEntry entry) {
    Segment segment = Segment.open(storage, entry.number(), entry.file(), schema);
    List<SegmentGraph> graphs = new ArrayList<>();
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
      if (entry.tombstones() != null) {
        TombstoneFile.read(storage, entry.tombstones(), segment);
      }
      for (IndexFileEntry index : entry.indexes()) {
        SegmentGraph graph = openGraph(index);
        if (graph != null) {
          graphs.add(graph);
        }
      }
      return new TableSegment(segment, entry.tombstones(), entry.tombstoneCount(), graphs);
    } catch (RuntimeException | Error e) {
      segment.release();
      graphs.forEach(graph -> graph.file().release());
      throw e;
    }
  }

  /** A damaged or missing graph costs time, never the table: rows are searched exactly instead. */
  private @Nullable SegmentGraph openGraph(IndexFileEntry index) {
    try {
      return IndexBuild.open(storage, index.indexId(), index.file());
    } catch (VectraException e) {
      LOGGER.log(
          Level.WARNING,
          "The graph in "
              + index.file().name()
              + " cannot be used; its rows are searched exactly until it has been rebuilt.",
          e);
      return null;
    }
  }

  private static void release(TableSegment part) {
    part.segment().release();
    part.graphs().forEach(graph -> graph.file().release());
  }

  private void replayLogs(@Nullable State known) {
    CommittedPosition committed =
        known == null
            ? CommittedPosition.UNKNOWN
            : new CommittedPosition(known.logNumber(), known.committedPosition());
    for (String name : storage.list("")) {
      if (!LOG_NAME.matcher(name).matches()) {
        continue;
      }
      long number = Long.parseLong(name.substring(LOG_PREFIX.length()));
      if (number >= manifest.logNumber()) {
        if (number != lastLogNumber + 1) {
          throw damaged("log " + (lastLogNumber + 1) + " is missing, though " + name + " is there");
        }
        replayLog(number, committed);
      }
      lastLogNumber = Math.max(lastLogNumber, number);
    }
    if (known != null && known.lsn() > lsn) {
      throw damaged(
          "the logs end at commit " + lsn + ", though commit " + known.lsn() + " was durable");
    }
  }

  private void replayLog(long number, CommittedPosition committed) {
    WalEnd end =
        WalReader.read(storage, manifest.databaseId(), number, committed, this::replayBatch);
    if (end.how() == WalEnd.How.TORN_TAIL && !readOnly) {
      String copy = WalReader.keepTornTail(storage, number, end);
      LOGGER.log(
          Level.WARNING,
          "Log "
              + number
              + " of "
              + storage.description()
              + " ends in "
              + end.cutBytes()
              + " bytes that were never acknowledged; they were cut"
              + (copy == null ? "." : " and kept in " + copy + "."));
    }
  }

  private void replayBatch(WalBatch batch) {
    if (batch.lsn() <= manifest.lsn()) {
      return;
    }
    if (batch.lsn() != lsn + 1) {
      throw damaged("commit " + batch.lsn() + " follows commit " + lsn);
    }
    LogRecord record = LogRecordCodec.decode(batch.type(), batch.payload(), this::schema);
    if (record instanceof LogRecord.CreateTable create) {
      numbers.sawTableId(create.schema().id());
    } else if (record instanceof LogRecord.CreateIndex create) {
      numbers.sawIndexId(create.schema().id());
    }
    DatabaseState next = changes.replay(state, record, batch.lsn());
    if (next != state) {
      state.release();
      state = next;
    }
    lsn = batch.lsn();
    replayed = true;
  }

  private @Nullable TableSchema schema(int tableId) {
    TableState table = state.table(tableId);
    return table == null ? null : table.schema();
  }

  private VectraException damaged(String what) {
    return new VectraException(
        ErrorCode.CORRUPTION,
        "The logs of "
            + storage.description()
            + " are damaged: "
            + what
            + ". Restore a backup, or keep the directory as it is until it can be repaired.");
  }
}
