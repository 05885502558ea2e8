package io.vectra.engine.verify;

import io.vectra.engine.commit.Changes;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.table.TableState;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables as a log defines them on top of a manifest, without their rows: what a commit can be
 * read with. One change of the catalog may bring others, such as foreign keys that go.
 */
final class LoggedCatalog {
  private final Changes changes = new Changes();
  private DatabaseState state;

  LoggedCatalog(Manifest manifest) {
    Map<Integer, TableState> tables = new TreeMap<>();
    for (TableEntry entry : manifest.tables()) {
      tables.put(entry.schema().id(), empty(entry.schema()).withIndexes(entry.indexes()));
    }
    state = new DatabaseState(manifest.definitions(), manifest.lsn(), tables);
  }

  private static TableState empty(TableSchema schema) {
    return TableState.empty(schema, new TableCounters(1, Map.of()));
  }

  /** A table as it is now; null for one that is not there. */
  @Nullable TableSchema table(int id) {
    TableState table = state.table(id);
    return table == null ? null : table.schema();
  }

  /** Takes over what a record says of tables and indexes. */
  void follow(LogRecord record, long lsn) {
    if (record instanceof LogRecord.Commit
        || record instanceof LogRecord.ReserveIdentity
        || record instanceof LogRecord.ReserveSequence) {
      return;
    }
    if (record instanceof LogRecord.AlterTable alter && table(alter.schema().id()) == null) {
      state = state.with(empty(alter.schema()));
    }
    try {
      state = changes.replay(state, record, lsn);
    } catch (VectraException e) {
      if (e.code() != ErrorCode.CORRUPTION) {
        throw e;
      }
      // It is about a table that a lost commit created, and that loss has been told.
    }
  }
}
