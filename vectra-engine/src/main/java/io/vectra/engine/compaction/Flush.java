package io.vectra.engine.compaction;

import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.Store;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.segment.Tombstones;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of all memtables to segments and the tombstones to files, publishes them, and
 * drops the log that held them. Rows are published at once with the keys of secondary indexes;
 * graphs follow later. Merges and builds go on meanwhile, but publish nothing.
 */
public final class Flush {
  private final Store store;
  private final Publisher publisher;
  private final Storage storage;
  private final CatalogNumbers numbers;

  public Flush(Store store, Publisher publisher, CatalogNumbers numbers) {
    this.store = store;
    this.publisher = publisher;
    this.storage = publisher.storage();
    this.numbers = numbers;
  }

  /** Flushes everything committed so far; does nothing when that is flushed already. */
  public void run() {
    publisher.inTurn(
        () -> {
          if (store.visibleLsn() != publisher.current().lsn() || store.hasUnflushedRows()) {
            flush();
          }
        });
  }

  /**
   * Flushes everything, and leaves all logs behind. So nothing depends any more on what a log holds
   * that a crash left: part of it may be in the page cache alone.
   */
  public void seal() {
    publisher.inTurn(this::flush);
  }

  private void flush() {
    publisher.deleteUnnamedFiles(); // a flush that failed may have left files of the same names
    Store.Frozen freeze = store.freeze();
    ReadPoint frozen = freeze.point();
    List<FlushedTable> tables = new ArrayList<>();
    try {
      for (TableState table : frozen.state().tables().values()) {
        tables.add(flush(table, frozen.lsn()));
      }
      Manifest manifest = manifest(frozen, freeze.logNumber(), tables);
      store.publish(current -> publish(current, manifest, tables));
      publisher
          .events()
          .report(
              Level.DEBUG,
              EventKind.FLUSHED,
              null,
              "Flushed up to commit " + manifest.lsn() + ", generation " + manifest.generation());
    } finally {
      tables.forEach(FlushedTable::release);
      frozen.release();
    }
    publisher.deleteUnnamedFiles();
  }

  /** A table as it was frozen, with the files that were written for it. */
  private record FlushedTable(
      TableState frozen,
      List<RowVersion> versions,
      @Nullable TableSegment added,
      Map<Long, TableSegment> withTombstones) {

    List<TableSegment> segments() {
      List<TableSegment> all = new ArrayList<>();
      for (TableSegment segment : frozen.segments()) {
        all.add(withTombstones.getOrDefault(segment.segment().number(), segment));
      }
      if (added != null) {
        all.add(added);
      }
      return all;
    }

    void release() {
      if (added != null) {
        added.release();
      }
    }
  }

  private FlushedTable flush(TableState table, long lsn) {
    int tableId = table.schema().id();
    Map<Long, TableSegment> withTombstones = new TreeMap<>();
    for (TableSegment part : table.segments()) {
      Tombstones tombstones = part.segment().tombstones();
      if (tombstones.count() == part.tombstoneCount()) {
        continue;
      }
      int count = tombstones.countAt(lsn);
      if (count != part.tombstoneCount()) {
        long number = part.segment().number();
        String name =
            publisher.unused(
                FileNames.tombstones(tableId, number, publisher.current().generation() + 1));
        FileEntry file =
            TombstoneFile.write(storage, publisher.databaseId(), name, tombstones, lsn);
        withTombstones.put(number, part.withTombstones(file, count));
      }
    }
    List<RowVersion> versions = versions(table, lsn);
    TableSegment added = versions.isEmpty() ? null : writeSegment(table, versions);
    if (added != null || !withTombstones.isEmpty()) {
      storage.syncDirectory(FileNames.directory(tableId));
    }
    return new FlushedTable(table, versions, added, withTombstones);
  }

  private TableSegment writeSegment(TableState table, List<RowVersion> versions) {
    publisher.createDirectory(table.schema().id());
    long number = publisher.takeSegmentNumber();
    String name = publisher.unused(FileNames.segment(table.schema().id(), number));
    FileEntry entry =
        SegmentWriter.write(
            storage,
            publisher.databaseId(),
            name,
            table.schema(),
            new VersionRows(table.schema(), versions));
    Segment segment = Segment.open(storage, number, entry, table.schema());
    return withKeys(table, new TableSegment(segment, null, 0, List.of()));
  }

  /** Secondary indexes are in order from the first moment: every commit may ask them. */
  private TableSegment withKeys(TableState table, TableSegment segment) {
    TableSegment indexed = segment;
    try {
      for (ScalarIndex index : table.scalarIndexes()) {
        indexed =
            indexed.withIndex(KeyFiles.build(publisher, table.schema(), index, segment.segment()));
      }
      return indexed;
    } catch (RuntimeException | Error e) {
      indexed.release();
      throw e;
    }
  }

  /** The rows of frozen memtables that live at an lsn, by key. */
  private static List<RowVersion> versions(TableState table, long lsn) {
    TreeMap<RowKey, RowVersion> byKey = new TreeMap<>();
    for (Memtable memtable : table.frozen()) {
      memtable.visible(lsn).forEachRemaining(version -> byKey.put(version.key(), version));
    }
    return new ArrayList<>(byKey.values());
  }

  private Manifest manifest(ReadPoint frozen, long logNumber, List<FlushedTable> tables) {
    List<TableEntry> entries =
        tables.stream().map(table -> Publisher.entry(table.frozen(), table.segments())).toList();
    Manifest current = publisher.current();
    return new Manifest(
        current.formatVersion(),
        current.databaseId(),
        current.generation() + 1,
        frozen.lsn(),
        logNumber,
        frozen.state().definitions(),
        numbers.nextTableId(),
        numbers.nextIndexId(),
        publisher.nextSegmentNumber(),
        entries);
  }

  private DatabaseState publish(
      DatabaseState current, Manifest manifest, List<FlushedTable> flushed) {
    publisher.publish(manifest);
    store.published(manifest.generation(), manifest.lsn());
    Map<Integer, TableState> tables = new TreeMap<>(current.tables());
    for (FlushedTable table : flushed) {
      TableState now = tables.get(table.frozen().schema().id());
      if (now != null && now.frozen().equals(table.frozen().frozen())) {
        tables.put(now.schema().id(), flushed(now, table));
      }
    }
    return new DatabaseState(
        current.definitions(), Math.max(current.oldestLsn(), manifest.lsn()), tables);
  }

  private static TableState flushed(TableState now, FlushedTable table) {
    List<TableSegment> segments = new ArrayList<>();
    for (TableSegment segment : now.segments()) {
      TableSegment changed = table.withTombstones().get(segment.segment().number());
      FileEntry tombstones = changed == null ? null : changed.tombstoneFile();
      segments.add(
          changed == null || tombstones == null
              ? segment
              : segment.withTombstones(tombstones, changed.tombstoneCount()));
    }
    TableSegment added = table.added();
    if (added != null) {
      carryTombstones(table.versions(), added.segment());
      segments.add(IndexFiles.withoutDropped(added, now).under(now.schema()));
    }
    return now.flushed(segments);
  }

  /** Rows that were deleted while their segment was being written are dead in it. */
  private static void carryTombstones(List<RowVersion> versions, Segment segment) {
    for (int ordinal = 0; ordinal < versions.size(); ordinal++) {
      long end = versions.get(ordinal).end();
      if (end != RowVersion.LIVE) {
        segment.tombstones().add(ordinal, end);
      }
    }
  }
}
