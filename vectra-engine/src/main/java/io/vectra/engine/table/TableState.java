package io.vectra.engine.table;

import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * A table at one moment; replaced whole when a part changes.
 *
 * @param active the memtable that commits go to
 * @param frozen memtables on their way to a segment, oldest first
 * @param segments oldest first
 */
public record TableState(
    TableSchema schema,
    List<IndexSchema> indexes,
    TableCounters counters,
    Memtable active,
    List<Memtable> frozen,
    List<TableSegment> segments) {
  public TableState {
    indexes = List.copyOf(indexes);
    frozen = List.copyOf(frozen);
    segments = List.copyOf(segments);
  }

  /** A table without rows. */
  public static TableState empty(TableSchema schema, TableCounters counters) {
    return new TableState(schema, List.of(), counters, new Memtable(), List.of(), List.of());
  }

  /**
   * The table under its next version. Memtables stay as they are; indexes follow their columns, and
   * go with them.
   */
  public TableState under(TableSchema next) {
    List<IndexSchema> kept = new ArrayList<>();
    List<TableSegment> parts = segments.stream().map(segment -> segment.under(next)).toList();
    for (IndexSchema index : indexes) {
      List<Integer> positions = new ArrayList<>();
      for (int column : index.columns()) {
        positions.add(next.positionOfId(schema.column(column).origin().id()));
      }
      if (!positions.contains(-1)) {
        kept.add(index.withColumns(positions));
      } else {
        parts = parts.stream().map(segment -> segment.withoutIndex(index.id())).toList();
      }
    }
    return new TableState(next, kept, counters, active, frozen, parts);
  }

  /** The secondary indexes. */
  public List<ScalarIndex> scalarIndexes() {
    List<ScalarIndex> scalar = new ArrayList<>();
    for (IndexSchema index : indexes) {
      if (index instanceof ScalarIndex secondary) {
        scalar.add(secondary);
      }
    }
    return scalar;
  }

  /** Whether rows wait for graphs. */
  public boolean hasVectorIndex() {
    return indexes.stream().anyMatch(VectorIndex.class::isInstance);
  }

  public TableState withIndexes(List<? extends IndexSchema> newIndexes) {
    return new TableState(schema, List.copyOf(newIndexes), counters, active, frozen, segments);
  }

  public TableState withSegments(List<TableSegment> newSegments) {
    return new TableState(schema, indexes, counters, active, frozen, newSegments);
  }

  /** Commits go to a new memtable from now on. */
  public TableState freeze() {
    List<Memtable> all = new ArrayList<>(frozen);
    all.add(active);
    return new TableState(schema, indexes, counters, new Memtable(), all, segments);
  }

  /** The frozen memtables are in segments now. */
  public TableState flushed(List<TableSegment> newSegments) {
    return new TableState(schema, indexes, counters, active, List.of(), newSegments);
  }

  /** Memtables, newest first: the order in which a key is looked for. */
  public List<Memtable> memtablesNewestFirst() {
    List<Memtable> all = new ArrayList<>();
    all.add(active);
    for (int i = frozen.size() - 1; i >= 0; i--) {
      all.add(frozen.get(i));
    }
    return all;
  }

  /** Where the newest version of a key lies, live or not. */
  public RowPlace place(RowKey key) {
    for (Memtable memtable : memtablesNewestFirst()) {
      var version = memtable.newest(key);
      if (version != null) {
        return new RowPlace.InMemtable(version);
      }
    }
    for (int i = segments.size() - 1; i >= 0; i--) {
      int ordinal = segments.get(i).segment().find(key);
      if (ordinal >= 0) {
        return new RowPlace.InSegment(segments.get(i).segment(), ordinal);
      }
    }
    return RowPlace.NOWHERE;
  }
}
