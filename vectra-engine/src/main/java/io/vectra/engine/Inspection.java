package io.vectra.engine;

import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.compaction.IndexFiles;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.status.DatabaseStatus;
import io.vectra.engine.status.IndexStatus;
import io.vectra.engine.status.SegmentStatus;
import io.vectra.engine.status.TableStatus;
import io.vectra.engine.table.SegmentIndex;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.List;

/** Takes the figures of a state; reads no file. */
final class Inspection {
  private Inspection() {}

  /** The figures of everything that a read point holds. */
  static DatabaseStatus of(ReadPoint point, long matchCacheBytes) {
    List<TableStatus> tables = new ArrayList<>();
    for (TableState table : point.state().tables().values()) {
      tables.add(of(table));
    }
    return new DatabaseStatus(point.lsn(), point.state().catalog(), tables, matchCacheBytes);
  }

  private static TableStatus of(TableState table) {
    long versions = 0;
    long bytes = 0;
    for (var memtable : table.memtablesNewestFirst()) {
      versions += memtable.versions();
      bytes += memtable.bytes();
    }
    return new TableStatus(
        table.schema(),
        table.segments().stream().map(Inspection::of).toList(),
        table.indexes().stream().map(index -> of(table, index)).toList(),
        versions,
        bytes);
  }

  private static SegmentStatus of(TableSegment part) {
    return new SegmentStatus(
        part.segment().number(),
        part.segment().entry().name(),
        part.segment().size(),
        part.segment().tombstones().count(),
        part.segment().entry().length());
  }

  private static IndexStatus of(TableState table, IndexSchema index) {
    long covered = 0;
    long waiting = 0;
    long small = 0;
    long bytes = 0;
    for (TableSegment part : table.segments()) {
      SegmentIndex built = part.index(index.id());
      int rows = part.segment().size() - part.segment().tombstones().count();
      if (built != null) {
        covered += rows;
        bytes += built.entry().length();
      } else if (IndexFiles.isWanted(index, part.segment().size())) {
        waiting += rows;
      } else {
        small += rows;
      }
    }
    return new IndexStatus(index, covered, waiting, small, bytes);
  }
}
