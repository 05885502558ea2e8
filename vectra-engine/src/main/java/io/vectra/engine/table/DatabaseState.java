package io.vectra.engine.table;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be read at one moment; immutable but for its count of uses. It uses its files
 * for as long as it is used itself; it starts with one use, which ends when it is replaced.
 */
public final class DatabaseState {
  private final long oldestLsn;
  private final Map<Integer, TableState> tables;
  private final Catalog catalog;
  private final AtomicInteger uses = new AtomicInteger(1);

  /**
   * A new state.
   *
   * @param definitions the version of its catalog, and what that has beside tables and indexes
   * @param oldestLsn the lowest lsn at which it can be read: what was deleted up to then may be
   *     gone
   */
  public DatabaseState(Definitions definitions, long oldestLsn, Map<Integer, TableState> tables) {
    this.oldestLsn = oldestLsn;
    this.tables = new TreeMap<>(tables);
    List<TableSchema> schemas = new ArrayList<>();
    List<IndexSchema> indexes = new ArrayList<>();
    for (TableState table : this.tables.values()) {
      schemas.add(table.schema());
      indexes.addAll(table.indexes());
      for (TableSegment segment : table.segments()) {
        retain(segment);
      }
    }
    this.catalog = new Catalog(schemas, indexes, definitions);
  }

  public long oldestLsn() {
    return oldestLsn;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Definitions definitions() {
    return catalog.definitions();
  }

  /** The tables by id; not to be changed. */
  public Map<Integer, TableState> tables() {
    return tables;
  }

  public @Nullable TableState table(int id) {
    return tables.get(id);
  }

  /** Encoded bytes of all rows in active memtables. */
  public long memtableBytes() {
    long bytes = 0;
    for (TableState table : tables.values()) {
      bytes += table.active().bytes();
    }
    return bytes;
  }

  /** Versions of rows in active memtables of tables with a vector index. */
  public long indexedRowsInMemory() {
    long rows = 0;
    for (TableState table : tables.values()) {
      rows += table.hasVectorIndex() ? table.active().versions() : 0;
    }
    return rows;
  }

  /** Whether any memtable, active or frozen, holds rows. */
  public boolean hasUnflushedRows() {
    for (TableState table : tables.values()) {
      if (table.active().versions() > 0 || !table.frozen().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  public boolean hasIndex(int tableId, int indexId) {
    TableState table = table(tableId);
    return table != null && table.indexes().stream().anyMatch(index -> index.id() == indexId);
  }

  /** The same with one table replaced; the caller hands it over to the store. */
  public DatabaseState with(TableState table) {
    Map<Integer, TableState> all = new TreeMap<>(tables);
    all.put(table.schema().id(), table);
    return new DatabaseState(definitions(), oldestLsn, all);
  }

  /** Registers one more use; false when the last one has ended. */
  public boolean tryRetain() {
    while (true) {
      int count = uses.get();
      if (count == 0) {
        return false;
      }
      if (uses.compareAndSet(count, count + 1)) {
        return true;
      }
    }
  }

  /** Ends one use; with the last one, the files are let go. */
  public void release() {
    int left = uses.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("a database state was released too often");
    }
    if (left == 0) {
      for (TableState table : tables.values()) {
        for (TableSegment segment : table.segments()) {
          segment.release();
        }
      }
    }
  }

  private static void retain(TableSegment segment) {
    boolean retained = segment.segment().tryRetain();
    for (SegmentIndex index : segment.indexes()) {
      retained &= index.file().tryRetain();
    }
    if (!retained) {
      throw new IllegalStateException("a segment was closed while its table still has it");
    }
  }
}
