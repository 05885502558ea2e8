package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.Store;
import io.vectra.engine.compaction.CatalogNumbers;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schedule.OperationEnd;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Changes of what an open database defines: tables, indexes, and all that has a name. */
final class SchemaChanges {
  private static final Runnable NO_POLL = () -> {};

  private final Store store;
  private final CatalogNumbers numbers;
  private final Background background;

  SchemaChanges(Store store, CatalogNumbers numbers, Background background) {
    this.store = store;
    this.numbers = numbers;
    this.background = background;
  }

  /** Makes a change of the catalog, durable on return. */
  <R extends LogRecord> R change(Function<DatabaseState, R> change, Runnable poll) {
    background.beginWriting(poll);
    while (true) {
      R record = store.changeCatalog(change, true, poll);
      if (record != null) {
        return record;
      }
      OperationEnd.await(background.submitFlush(), poll);
    }
  }

  TableSchema createTable(TableSchema definition, List<ScalarIndex> indexes, Runnable poll) {
    SchemaChecks.checkTable(definition);
    TableSchema checked = SchemaChecks.checkDefaults(definition);
    return change(
            state -> {
              QualifiedName name = QualifiedName.of(definition);
              if (state.catalog().table(name) != null) {
                throw new VectraException(
                    ErrorCode.DUPLICATE_TABLE, "Table " + name + " already exists.");
              }
              DefinitionChecks.checkFree(state.definitions(), name);
              DefinitionChecks.requireSequences(state.definitions(), checked);
              TableSchema created = checked.created(numbers.takeTableId());
              List<ScalarIndex> uniques = created(state, created, indexes, poll);
              ConstraintChecks.checkAll(state.catalog(), created, uniques);
              SchemaChecks.checkCatalog(state, created);
              return new LogRecord.CreateTable(created, uniques);
            },
            poll)
        .schema();
  }

  /** The indexes that a new table begins with, or gets with a column, under ids of their own. */
  private List<ScalarIndex> created(
      DatabaseState state, TableSchema table, List<ScalarIndex> definitions, Runnable poll) {
    List<ScalarIndex> indexes = new ArrayList<>();
    for (ScalarIndex definition : definitions) {
      TableState soFar =
          TableState.empty(table, new TableCounters(1, Map.of())).withIndexes(indexes);
      IndexChecks.check(state.catalog(), soFar, definition, poll);
      indexes.add(definition.withId(numbers.takeIndexId()).withTable(table.id()));
    }
    return indexes;
  }

  TableSchema alterTable(int tableId, Alteration alteration, Runnable poll) {
    TableSchema changed =
        change(
                state -> {
                  TableState table = requireTable(state, tableId);
                  TableSchema altered = new TableAlteration(state, table, poll).apply(alteration);
                  SchemaChecks.checkCatalog(state, altered);
                  return new LogRecord.AlterTable(
                      altered, created(state, altered, uniques(alteration), poll));
                },
                poll)
            .schema();
    if (uniques(alteration).isEmpty()) {
      background.submitFlush(); // merges wait until a manifest knows the new version
    } else {
      background.checkpoint(NO_POLL); // the column is there by now
    }
    return changed;
  }

  private static List<ScalarIndex> uniques(Alteration alteration) {
    return alteration instanceof Alteration.AddColumn add ? add.rules().uniques() : List.of();
  }

  void dropTable(int tableId, boolean cascade, Runnable poll) {
    change(
        state -> {
          TableSchema table = requireTable(state, tableId).schema();
          if (!cascade) {
            ConstraintChecks.requireUnreferenced(
                state.catalog(), table, "dropped", "drop that first, or use DROP TABLE .. CASCADE");
          }
          return new LogRecord.DropTable(tableId);
        },
        poll);
    background.submitFlush();
  }

  void truncate(int tableId, Runnable poll) {
    change(
        state -> {
          ConstraintChecks.requireUnreferenced(
              state.catalog(),
              requireTable(state, tableId).schema(),
              "truncated",
              "delete its rows with DELETE, or drop the constraint");
          return new LogRecord.TruncateTable(tableId);
        },
        poll);
    background.submitFlush();
  }

  /** A build that is ended by {@code poll} leaves no index. */
  IndexSchema createIndex(IndexSchema definition, Runnable poll) {
    IndexSchema created =
        change(
                state -> {
                  TableState table = requireTable(state, definition.tableId());
                  IndexChecks.check(state.catalog(), table, definition, poll);
                  return new LogRecord.CreateIndex(definition.withId(numbers.takeIndexId()));
                },
                poll)
            .schema();
    try {
      background.checkpoint(poll);
    } catch (VectraException e) {
      if (e.code() == ErrorCode.QUERY_CANCELED || e.code() == ErrorCode.QUERY_TIMEOUT) {
        takeBack(created, e);
      }
      throw e;
    }
    return created;
  }

  private void takeBack(IndexSchema created, VectraException reason) {
    try {
      dropIndex(created.id(), false, NO_POLL);
    } catch (VectraException e) {
      reason.addSuppressed(e); // such as that another one has dropped the table
    }
  }

  void dropIndex(int indexId, boolean cascade, Runnable poll) {
    change(
        state -> {
          IndexSchema dropped = requireIndex(state.catalog(), indexId);
          if (!cascade) {
            ConstraintChecks.requireUnreferenced(state.catalog(), dropped);
          }
          return new LogRecord.DropIndex(indexId);
        },
        poll);
    if (cascade) {
      background.submitFlush(); // tables may have lost foreign keys: as for any other alteration
    }
  }

  private static IndexSchema requireIndex(Catalog catalog, int indexId) {
    for (IndexSchema index : catalog.indexes()) {
      if (index.id() == indexId) {
        return index;
      }
    }
    throw new VectraException(ErrorCode.UNDEFINED_OBJECT, "Index " + indexId + " does not exist.");
  }

  void define(Function<Catalog, DefinitionChange> change, Runnable poll) {
    AtomicBoolean altered = new AtomicBoolean();
    LogRecord.Define defined =
        change(
            state -> {
              DefinitionChange made = change.apply(state.catalog());
              altered.set(loseDefaults(state.catalog(), made.definitions()));
              DefinitionChecks.check(state.catalog(), made);
              made.droppedTables().forEach(table -> requireTable(state, table));
              return new LogRecord.Define(made);
            },
            poll);
    if (altered.get() || !defined.change().droppedTables().isEmpty()) {
      background.submitFlush();
    }
  }

  private static boolean loseDefaults(Catalog catalog, Definitions after) {
    return catalog.tables().stream()
        .anyMatch(table -> table.withoutDefaults(next -> !after.has(next)) != table);
  }

  /** The table of an id, which has to be there. */
  static TableState requireTable(DatabaseState state, int tableId) {
    TableState table = state.table(tableId);
    if (table == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_TABLE, "Table " + tableId + " does not exist any more.");
    }
    return table;
  }
}
