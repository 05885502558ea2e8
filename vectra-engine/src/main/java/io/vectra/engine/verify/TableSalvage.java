package io.vectra.engine.verify;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFault;
import io.vectra.engine.format.BlockFileAudit;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.RowPlace;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one table: its intact segments as they are, of damaged ones the rows that can
 * still be read, written to new segments, and rows of segments that only a lost manifest named.
 */
final class TableSalvage {
  private final Storage storage;
  private final Manifest manifest;
  private final TableEntry entry;
  private final TableSchema schema;
  private final Set<String> damaged;
  private final UnusedNumbers numbers;
  private final SalvageLog log;
  private final TableCounters counters;
  private final List<TableSegment> segments = new ArrayList<>();
  private final Map<Long, List<IndexFileEntry>> graphs = new HashMap<>();

  /** What happened, for the report, and what is not needed any more. */
  static final class SalvageLog {
    final List<String> actions = new ArrayList<>();
    final List<String> evidence = new ArrayList<>();

    /** Commits beyond the manifest that is gone on from. */
    final TracedCommits traces;

    long rowsLost;
    long deletionsLost;
    long newestLsn;

    SalvageLog(long baseLsn) {
      traces = new TracedCommits(baseLsn);
    }

    void saw(long lsn) {
      newestLsn = Math.max(newestLsn, lsn);
      traces.add(lsn);
    }
  }

  TableSalvage(
      Storage storage,
      Manifest manifest,
      TableEntry entry,
      Set<String> damaged,
      UnusedNumbers numbers,
      SalvageLog log) {
    this.storage = storage;
    this.manifest = manifest;
    this.entry = entry;
    this.schema = entry.schema();
    this.damaged = damaged;
    this.numbers = numbers;
    this.log = log;
    this.counters = new TableCounters(entry.nextRowId(), entry.identities());
  }

  /**
   * Salvages; the caller ends the uses of {@link #segments}.
   *
   * @param unnamed files in the table's directory that only a lost manifest can have named
   */
  TableState run(List<String> unnamed) {
    for (SegmentEntry segment : entry.segments()) {
      FileEntry tombstones = segment.tombstones();
      boolean isDamaged =
          damaged.contains(segment.file().name())
              || (tombstones != null && damaged.contains(tombstones.name()));
      if (isDamaged) {
        salvage(segment, unnamed);
      } else {
        keep(segment, unnamed);
      }
    }
    for (String name : unnamed) {
      if (segmentNumber(name) >= manifest.nextSegmentNumber()) {
        addUnnamed(name, unnamed);
      }
    }
    endOlderVersions();
    return new TableState(
        schema, entry.indexes(), counters, new Memtable(), List.of(), List.copyOf(segments));
  }

  /**
   * A deletion that is lost brings a row back that a newer version has replaced. One key has one
   * row: the older version is ended where the newer one began. Of two versions of one commit, the
   * one in the newer segment counts.
   */
  private void endOlderVersions() {
    long ended = 0;
    for (TableSegment part : segments) {
      Segment segment = part.segment();
      for (int ordinal = 0; ordinal < segment.size(); ordinal++) {
        if (segment.tombstones().lsn(ordinal) == 0) {
          long newer = newerVersion(segment, ordinal);
          if (newer > 0) {
            segment.tombstones().add(ordinal, newer);
            ended++;
          }
        }
      }
    }
    if (ended > 0) {
      log.deletionsLost = Math.max(0, log.deletionsLost - ended);
      log.actions.add(
          ended + " rows of " + schema.name() + " whose deletion was lost have newer versions");
    }
  }

  /** When a later version of a row began, the first that is found; 0 without one. */
  private long newerVersion(Segment segment, int ordinal) {
    RowKey key = segment.key(ordinal);
    long lsn = segment.lsn(ordinal);
    for (TableSegment part : segments) {
      Segment other = part.segment();
      int at = other == segment ? -1 : other.find(key);
      boolean newer =
          at >= 0
              && (other.lsn(at) > lsn
                  || (other.lsn(at) == lsn && other.number() > segment.number()));
      if (newer) {
        return other.lsn(at);
      }
    }
    return 0;
  }

  /** The segments that were opened, each with one use. */
  List<TableSegment> segments() {
    return segments;
  }

  /** The intact graphs of the segments that were kept, by segment number. */
  Map<Long, List<IndexFileEntry>> graphs() {
    return graphs;
  }

  private void keep(SegmentEntry from, List<String> unnamed) {
    Segment segment = Segment.open(storage, from.number(), from.file(), schema);
    segments.add(new TableSegment(segment, from.tombstones(), from.tombstoneCount(), List.of()));
    if (from.tombstones() != null) {
      TombstoneFile.read(storage, from.tombstones(), segment);
    }
    readUnnamedTombstones(segment, unnamed);
    graphs.put(
        from.number(),
        from.indexes().stream().filter(index -> !damaged.contains(index.file().name())).toList());
  }

  private void salvage(SegmentEntry from, List<String> unnamed) {
    log.evidence.add(from.file().name());
    from.indexes().forEach(index -> log.evidence.add(index.file().name()));
    if (from.tombstones() != null) {
      log.evidence.add(from.tombstones().name());
    }
    Segment old = openDamaged(from);
    if (old == null) {
      long live = from.rows() - from.tombstoneCount();
      log.rowsLost += live;
      log.actions.add(
          "Nothing of " + from.file().name() + " can be read: " + live + " rows are lost");
      return;
    }
    try {
      readTombstones(from, old, unnamed);
      SalvagedRows rows =
          SalvagedRows.of(
              old,
              schema.columns().size(),
              ordinal ->
                  old.tombstones().lsn(ordinal) == 0
                      && SegmentRowsCheck.isPossible(old, schema, ordinal));
      long live = from.rows() - old.tombstones().count();
      log.rowsLost += live - rows.size();
      String name = write(rows);
      log.actions.add(
          "Of %s, %d of %d rows were salvaged%s"
              .formatted(from.file().name(), rows.size(), live, name == null ? "" : " to " + name));
      log.actions.addAll(LostRanges.of(old, schema, rows));
    } finally {
      old.release();
    }
  }

  private @Nullable Segment openDamaged(SegmentEntry from) {
    String name = from.file().name();
    if (!storage.exists(name) || isOtherFile(from)) {
      return null;
    }
    try {
      return Segment.openDamaged(
          storage,
          manifest.databaseId(),
          from.number(),
          from.file(),
          schema,
          (int) Math.min(from.rows(), Integer.MAX_VALUE - 8));
    } catch (VectraException e) {
      return null;
    }
  }

  /** A whole file with other content than was published has no rows of this database's history. */
  private boolean isOtherFile(SegmentEntry from) {
    return BlockFileAudit.run(storage, manifest.databaseId(), SegmentWriter.FILE_KIND, from.file())
        .stream()
        .anyMatch(fault -> fault.part() == BlockFault.Part.OTHER_FILE);
  }

  private void readTombstones(SegmentEntry from, Segment segment, List<String> unnamed) {
    FileEntry tombstones = from.tombstones();
    if (tombstones == null) {
      readUnnamedTombstones(segment, unnamed);
      return;
    }
    if (storage.exists(tombstones.name())) {
      readEntries(tombstones, from.tombstoneCount(), segment);
    }
    readUnnamedTombstones(segment, unnamed);
    long missing = from.tombstoneCount() - segment.tombstones().count();
    if (missing > 0) {
      log.deletionsLost += missing;
      log.actions.add(
          "Of the deletions in "
              + tombstones.name()
              + ", "
              + missing
              + " are lost: those rows may be back");
    }
  }

  /** Older tombstones of a segment are a part of the newer ones; unnamed ones may be newer. */
  private void readUnnamedTombstones(Segment segment, List<String> unnamed) {
    String prefix = FileNames.tombstones(schema.id(), segment.number(), 0);
    prefix = prefix.substring(0, prefix.length() - 1);
    for (String name : unnamed) {
      if (name.startsWith(prefix)) {
        FileEntry entryOfFile =
            BlockFileAudit.describe(storage, manifest.databaseId(), TombstoneFile.FILE_KIND, name);
        if (entryOfFile != null) {
          readEntries(entryOfFile, 0, segment);
        }
        log.evidence.add(name);
      }
    }
  }

  private void readEntries(FileEntry tombstones, long count, Segment segment) {
    TombstoneFile.readDamaged(
        storage,
        manifest.databaseId(),
        tombstones,
        count,
        (ordinal, lsn) -> {
          if (ordinal >= 0 && ordinal < segment.size() && lsn > 0) {
            segment.tombstones().add(ordinal, lsn);
            log.saw(lsn);
          }
        });
  }

  /** Adds the rows of an intact segment that are newer than what is known of their keys. */
  private void addUnnamed(String name, List<String> unnamed) {
    FileEntry file =
        BlockFileAudit.describe(storage, manifest.databaseId(), SegmentWriter.FILE_KIND, name);
    log.evidence.add(name);
    if (file == null) {
      log.actions.add(name + " is named by no manifest and damaged; its rows are lost");
      return;
    }
    Segment.Owner owner = Segment.owner(storage, file);
    if (owner.tableId() != schema.id() || owner.schemaVersion() > schema.version()) {
      log.rowsLost += owner.rows();
      log.actions.add(
          name
              + " belongs to an unknown version of its table: its "
              + owner.rows()
              + " rows are lost, and kept in the quarantine");
      return;
    }
    Segment extra = Segment.open(storage, segmentNumber(name), file, schema);
    try {
      readUnnamedTombstones(extra, unnamed);
      TableState before =
          new TableState(schema, List.of(), counters, new Memtable(), List.of(), segments);
      Predicate<Integer> isNewest = ordinal -> overtakes(before, extra, ordinal);
      SalvagedRows rows = SalvagedRows.of(extra, schema.columns().size(), isNewest::test);
      String written = write(rows);
      log.actions.add(
          "Of %s, which only a lost manifest named, %d of %d rows were taken%s"
              .formatted(name, rows.size(), extra.size(), written == null ? "" : " to " + written));
    } finally {
      extra.release();
    }
  }

  /** Of two versions of a key the one of the later commit counts; an older live one is ended. */
  private boolean overtakes(TableState before, Segment extra, int ordinal) {
    long lsn = extra.lsn(ordinal);
    long deleted = extra.tombstones().lsn(ordinal);
    log.saw(lsn);
    log.saw(deleted);
    RowPlace place = before.place(extra.key(ordinal));
    long last = Math.max(lsn, deleted);
    if (!LogReplay.isNewer(last, deleted == 0, place)) {
      return false;
    }
    if (place.isLive()) {
      place.endAt(last);
    }
    return deleted == 0;
  }

  private @Nullable String write(SalvagedRows rows) {
    if (rows.size() == 0) {
      return null;
    }
    long number = numbers.takeSegment();
    String name = FileNames.segment(schema.id(), number);
    FileEntry file = SegmentWriter.write(storage, manifest.databaseId(), name, schema, rows);
    Segment segment = Segment.open(storage, number, file, schema);
    segments.add(new TableSegment(segment, null, 0, List.of()));
    for (int ordinal = 0; ordinal < segment.size(); ordinal++) {
      log.saw(segment.lsn(ordinal));
      if (schema.hasHiddenKey()) {
        counters.sawRowId(KeyCodec.hiddenRowId(segment.key(ordinal)));
      }
    }
    sawIdentities(segment);
    return name;
  }

  private void sawIdentities(Segment segment) {
    for (int column = 0; column < schema.columns().size(); column++) {
      if (schema.column(column).identity() == Column.Identity.NONE) {
        continue;
      }
      for (int ordinal = 0; ordinal < segment.size(); ordinal++) {
        if (segment.value(ordinal, column) instanceof Number value) {
          counters.reserveIdentity(schema.column(column).origin().id(), value.longValue() + 1);
        }
      }
    }
  }

  /** The number of a segment file, or -1 for any other. */
  static long segmentNumber(String name) {
    int at = name.indexOf("/segment-");
    String digits = at < 0 ? "" : name.substring(at + "/segment-".length());
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }
}
