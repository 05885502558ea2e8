package io.vectra.engine.commit;

import io.vectra.engine.catalog.Commented;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.constraint.ReferencedKey;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.RowPlace;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each log record does to a state: the same when it is committed and when it is read back from
 * the log. Used under the writer lock.
 */
public final class Changes {
  private static final long BYTES_PER_VERSION = 64;

  /** Of an entry in a secondary index, with a short key. */
  private static final long BYTES_PER_KEY = 128;

  private final RecentChanges recent;

  /** Applies what follows any commit. */
  public Changes() {
    this(0);
  }

  /** Applies what follows a commit. */
  public Changes(long lsn) {
    this.recent = new RecentChanges(lsn);
  }

  /** Which rows were changed last. */
  RecentChanges recent() {
    return recent;
  }

  /** Notes that another state was read, which holds all commits up to an lsn. */
  public void skipTo(long lsn) {
    recent.forget(lsn);
  }

  /** A checked row change with the place of the version that it ends. */
  record Resolved(
      TableState table, RowKey key, @Nullable Object @Nullable [] row, RowPlace place) {}

  /** Applies row changes in place: memtables and tombstones know the lsn. */
  void applyRows(List<Resolved> rows, long lsn) {
    for (Resolved change : rows) {
      if (change.place().isLive()) {
        change.place().endAt(lsn);
      }
      if (change.row() != null) {
        TableSchema schema = change.table().schema();
        Object[] values = schema.byColumnId(change.row());
        TableState table = change.table();
        RowVersion version = table.active().put(change.key(), values, lsn, bytes(change));
        for (ScalarIndex index : table.scalarIndexes()) {
          index(schema, index, table.active(), version);
        }
        if (schema.hasHiddenKey()) {
          change.table().counters().sawRowId(KeyCodec.hiddenRowId(change.key()));
        }
      }
    }
    recent.add(rows, lsn);
  }

  /** Applies a record that was read from the log. */
  public DatabaseState replay(DatabaseState state, LogRecord record, long lsn) {
    if (!(record instanceof LogRecord.Commit commit)) {
      return applyCatalog(state, record, lsn);
    }
    for (LogRecord.TableChange change : commit.changes()) {
      TableState table = table(state, change.tableId());
      for (LogRecord.RowChange row : change.rows()) {
        RowPlace place = table.place(row.key());
        applyRows(List.of(new Resolved(table, row.key(), row.row(), place)), lsn);
      }
    }
    return state;
  }

  /** The state after a change of the catalog. */
  DatabaseState applyCatalog(DatabaseState state, LogRecord record, long lsn) {
    Map<Integer, TableState> tables = new TreeMap<>(state.tables());
    Definitions definitions = state.definitions().withVersion(state.definitions().version() + 1);
    long oldestLsn = state.oldestLsn();
    if (record instanceof LogRecord.CreateTable create) {
      TableState empty = TableState.empty(create.schema(), new TableCounters(1, Map.of()));
      tables.put(create.schema().id(), empty.withIndexes(create.indexes()));
    } else if (record instanceof LogRecord.AlterTable alter) {
      TableState table = table(state, alter.schema().id());
      tables.put(alter.schema().id(), withMore(table.under(alter.schema()), alter.indexes()));
      dropBrokenReferences(tables, alter.schema().id());
      oldestLsn = lsn;
    } else if (record instanceof LogRecord.DropTable drop) {
      tables.remove(drop.tableId());
      tables.replaceAll((id, table) -> withoutReferencesTo(table, drop.tableId()));
      oldestLsn = lsn;
    } else if (record instanceof LogRecord.TruncateTable truncate) {
      TableState table = table(state, truncate.tableId());
      tables.put(truncate.tableId(), emptied(table));
      oldestLsn = lsn;
    } else if (record instanceof LogRecord.CreateIndex create) {
      TableState table = table(state, create.schema().tableId());
      tables.put(table.schema().id(), withMore(table, List.of(create.schema())));
    } else if (record instanceof LogRecord.DropIndex drop) {
      tables.replaceAll((id, table) -> withoutIndex(table, drop.indexId()));
      int tableId = tableOf(state, drop.indexId());
      if (dropBrokenReferences(tables, tableId)) {
        oldestLsn = lsn;
      }
    } else if (record instanceof LogRecord.ReserveIdentity reserve) {
      table(state, reserve.tableId()).counters().reserveIdentity(reserve.columnId(), reserve.end());
      definitions = state.definitions();
    } else if (record instanceof LogRecord.ReserveSequence reserve) {
      definitions = reserved(state.definitions(), reserve.after());
    } else if (record instanceof LogRecord.Define define) {
      definitions = define.change().definitions().withVersion(definitions.version());
      if (dropBrokenDefaults(tables, definitions)) {
        oldestLsn = lsn;
      }
      if (tables.keySet().removeAll(define.change().droppedTables())) {
        define
            .change()
            .droppedTables()
            .forEach(dropped -> tables.replaceAll((id, any) -> withoutReferencesTo(any, dropped)));
        oldestLsn = lsn;
      }
    }
    if (!definitions.comments().isEmpty()) {
      definitions = definitions.keepingComments(target -> isThere(target, tables));
    }
    return new DatabaseState(definitions, oldestLsn, tables);
  }

  private static boolean isThere(Commented target, Map<Integer, TableState> tables) {
    TableState table = tables.get(target.id());
    return switch (target.kind()) {
      case TABLE -> table != null;
      case COLUMN -> table != null && table.schema().positionOfId(target.columnId()) >= 0;
      case INDEX ->
          tables.values().stream()
              .flatMap(any -> any.indexes().stream())
              .anyMatch(index -> index.id() == target.id());
      case VIEW, SEQUENCE, SCHEMA -> true; // goes with what it is on
    };
  }

  private static Definitions reserved(Definitions definitions, SequenceSchema after) {
    if (definitions.sequence(after.name()) == null) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          "The log reserves values of sequence " + after.name() + ", which does not exist.");
    }
    return definitions.with(after);
  }

  /** Every memtable that holds rows is frozen. */
  DatabaseState freeze(DatabaseState state) {
    Map<Integer, TableState> tables = new TreeMap<>(state.tables());
    tables.replaceAll((id, table) -> table.active().versions() > 0 ? table.freeze() : table);
    return new DatabaseState(state.definitions(), state.oldestLsn(), tables);
  }

  private static TableState emptied(TableState table) {
    return new TableState(
        table.schema(), table.indexes(), table.counters(), new Memtable(), List.of(), List.of());
  }

  private static TableState withoutReferencesTo(TableState table, int tableId) {
    TableSchema next = table.schema().withoutReferencesTo(tableId);
    return next == table.schema() ? table : table.under(next);
  }

  private static int tableOf(DatabaseState state, int indexId) {
    return state.catalog().indexes().stream()
        .filter(index -> index.id() == indexId)
        .mapToInt(IndexSchema::tableId)
        .findFirst()
        .orElse(-1);
  }

  /**
   * Foreign keys go whose columns are no key of a table any more, which was altered or has lost an
   * index; whether there were any.
   */
  private static boolean dropBrokenReferences(Map<Integer, TableState> tables, int parent) {
    Map<Integer, TableState> changed = new TreeMap<>();
    for (TableState table : tables.values()) {
      List<Constraint> kept = new ArrayList<>(table.schema().constraints());
      if (kept.removeIf(any -> isBroken(any, tables.get(parent)))) {
        changed.put(table.schema().id(), table.under(table.schema().withConstraints(kept)));
      }
    }
    tables.putAll(changed);
    return !changed.isEmpty();
  }

  /** Defaults go whose sequence is gone; whether there were any. */
  private static boolean dropBrokenDefaults(
      Map<Integer, TableState> tables, Definitions definitions) {
    boolean any = false;
    for (Map.Entry<Integer, TableState> entry : tables.entrySet()) {
      TableSchema before = entry.getValue().schema();
      TableSchema after = before.withoutDefaults(next -> !definitions.has(next));
      if (after != before) {
        entry.setValue(entry.getValue().under(after));
        any = true;
      }
    }
    return any;
  }

  private static boolean isBroken(Constraint constraint, @Nullable TableState parent) {
    return parent != null
        && constraint instanceof ForeignKey key
        && key.parent() == parent.schema().id()
        && ReferencedKey.of(key, parent.schema(), parent.indexes()) == null;
  }

  private static TableState withMore(TableState table, List<? extends IndexSchema> more) {
    List<IndexSchema> indexes = new ArrayList<>(table.indexes());
    indexes.addAll(more);
    for (IndexSchema each : more) {
      if (each instanceof ScalarIndex index) {
        fill(table, index);
      }
    }
    return table.withIndexes(indexes);
  }

  private static TableState withoutIndex(TableState table, int indexId) {
    return table
        .withIndexes(table.indexes().stream().filter(index -> index.id() != indexId).toList())
        .withSegments(
            table.segments().stream().map(segment -> segment.withoutIndex(indexId)).toList());
  }

  /** Every version in memory is under its key in an index before anyone reads through that. */
  private static void fill(TableState table, ScalarIndex index) {
    for (Memtable memtable : table.memtablesNewestFirst()) {
      memtable.forEachVersion(version -> index(table.schema(), index, memtable, version));
    }
  }

  private static void index(
      TableSchema schema, ScalarIndex index, Memtable memtable, RowVersion version) {
    IndexKey key =
        IndexKeyCodec.encode(schema, index, column -> version.value(schema.column(column)));
    memtable.index(index.id(), key.cut(), version.key());
  }

  private static TableState table(DatabaseState state, int id) {
    TableState table = state.table(id);
    if (table == null) {
      throw new VectraException(
          ErrorCode.CORRUPTION, "The log changes table " + id + ", which does not exist.");
    }
    return table;
  }

  private static long bytes(Resolved change) {
    long bytes = BYTES_PER_VERSION + change.key().bytes().length;
    bytes += BYTES_PER_KEY * change.table().scalarIndexes().size();
    if (change.row() != null) {
      for (Object value : change.row()) {
        bytes += valueBytes(value);
      }
    }
    return bytes;
  }

  private static long valueBytes(@Nullable Object value) {
    if (value instanceof float[] vector) {
      return 16L + 4L * vector.length;
    }
    if (value instanceof String text) {
      return 24L + text.length();
    }
    return value instanceof byte[] bytes ? 16L + bytes.length : 16L;
  }
}
