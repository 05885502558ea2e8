package io.vectra.engine.compaction;

import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.Store;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.SegmentIndex;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Builds the files of indexes that are missing, the smallest segment first, and publishes each. */
public final class IndexBuild {
  private final Store store;
  private final Publisher publisher;
  private final IndexFiles files;
  private final BooleanSupplier canceled;

  /**
   * Builds for a store.
   *
   * @param canceled asked often; the build stops without a result when it says true
   */
  public IndexBuild(Store store, Publisher publisher, IndexFiles files, BooleanSupplier canceled) {
    this.store = store;
    this.publisher = publisher;
    this.files = files;
    this.canceled = canceled;
  }

  /** Builds until none is missing. */
  public void run() {
    publisher.deleteUnnamedFiles(); // a build that failed may have left files of the same names
    boolean any = true;
    while (any && !canceled.getAsBoolean()) {
      ReadPoint point = store.readPoint();
      try {
        Missing missing = smallest(point.state());
        any = missing != null;
        if (missing != null) {
          build(missing);
        }
      } finally {
        point.release();
      }
    }
    publisher.deleteUnnamedFiles();
  }

  /** A segment without the file of an index. */
  private record Missing(TableState table, TableSegment part, IndexSchema index) {}

  private static @Nullable Missing smallest(DatabaseState state) {
    Missing smallest = null;
    for (TableState table : state.tables().values()) {
      for (IndexSchema index : table.indexes()) {
        for (TableSegment part : table.segments()) {
          int size = part.segment().size();
          if (IndexFiles.isWanted(index, size)
              && part.index(index.id()) == null
              && (smallest == null || size < smallest.part().segment().size())) {
            smallest = new Missing(table, part, index);
          }
        }
      }
    }
    return smallest;
  }

  /** Builds one file, unless it is canceled or its index dropped meanwhile. */
  private void build(Missing missing) {
    int tableId = missing.table().schema().id();
    Segment segment = missing.part().segment();
    SegmentIndex built = files.build(missing.table().schema(), missing.index(), segment, null);
    if (built == null) {
      return;
    }
    try {
      publisher.inTurn(() -> store.publish(current -> publish(current, tableId, segment, built)));
      publisher
          .events()
          .report(
              Level.DEBUG,
              EventKind.INDEX_BUILT,
              missing.table().schema().name(),
              "Built index " + missing.index().name() + " of " + segment.size() + " rows");
    } finally {
      built.file().release();
    }
  }

  private static TableEntry withIndex(TableEntry table, long segmentNumber, SegmentIndex built) {
    List<SegmentEntry> segments = new ArrayList<>();
    for (SegmentEntry segment : table.segments()) {
      if (segment.number() != segmentNumber) {
        segments.add(segment);
        continue;
      }
      List<IndexFileEntry> indexes = new ArrayList<>(segment.indexes());
      indexes.removeIf(other -> other.indexId() == built.indexId());
      indexes.add(IndexFiles.entry(built));
      segments.add(
          new SegmentEntry(
              segment.number(),
              segment.rows(),
              segment.file(),
              segment.tombstones(),
              segment.tombstoneCount(),
              indexes));
    }
    return new TableEntry(
        table.schema(), table.indexes(), table.nextRowId(), table.identities(), segments);
  }

  private @Nullable DatabaseState publish(
      DatabaseState current, int tableId, Segment segment, SegmentIndex built) {
    TableState table = current.table(tableId);
    if (table == null
        || table.indexes().stream().noneMatch(index -> index.id() == built.indexId())
        || table.segments().stream()
            .noneMatch(part -> part.segment().number() == segment.number())) {
      return null;
    }
    Manifest manifest =
        publisher.changed(tableId, entry -> withIndex(entry, segment.number(), built));
    publisher.publish(manifest);
    store.published(manifest.generation(), manifest.lsn());
    Map<Integer, TableState> tables = new TreeMap<>(current.tables());
    tables.put(
        tableId,
        table.withSegments(
            table.segments().stream()
                .map(
                    part ->
                        part.segment().number() == segment.number() ? part.withIndex(built) : part)
                .toList()));
    return new DatabaseState(current.definitions(), current.oldestLsn(), tables);
  }
}
