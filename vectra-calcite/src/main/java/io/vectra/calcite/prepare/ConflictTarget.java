package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.SqlUpsert;
import io.vectra.calcite.system.PrimaryKeys;
import io.vectra.engine.Transaction;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an INSERT names to say which rows are in its way.
 *
 * @param primaryKey whether rows with its primary key are
 * @param indexes unique indexes in which a row has its values
 */
record ConflictTarget(boolean primaryKey, List<ScalarIndex> indexes) {
  ConflictTarget {
    indexes = List.copyOf(indexes);
  }

  /**
   * The keys of a table that a statement names.
   *
   * @throws VectraException INVALID_COLUMN_REFERENCE when the table has no such key; SYNTAX_ERROR
   *     where one must be named; UNDEFINED_COLUMN, UNDEFINED_OBJECT
   */
  static ConflictTarget of(SqlUpsert statement, TableSchema table, Catalog catalog) {
    List<ScalarIndex> unique =
        catalog.scalarIndexesOf(table.id()).stream().filter(ScalarIndex::unique).toList();
    SqlUpsert.Target target = statement.target();
    if (target instanceof SqlUpsert.AnyKey) {
      if (!(statement.action() instanceof SqlUpsert.Nothing)) {
        throw new VectraException(
            ErrorCode.SYNTAX_ERROR,
            "ON CONFLICT DO UPDATE needs the key that rows may have in common, as in ON CONFLICT"
                + " (ID) DO UPDATE.");
      }
      return new ConflictTarget(!table.hasHiddenKey(), unique);
    }
    if (target instanceof SqlUpsert.Constraint constraint) {
      return named(constraint.name().getSimple(), table, unique);
    }
    if (target instanceof SqlUpsert.Columns columns) {
      return ofColumns(columns, table, unique);
    }
    if (table.hasHiddenKey()) {
      throw noKey("Table " + table.name() + " has no primary key", table, unique);
    }
    return new ConflictTarget(true, List.of());
  }

  private static ConflictTarget named(String name, TableSchema table, List<ScalarIndex> unique) {
    if (!table.hasHiddenKey() && name.equals(PrimaryKeys.name(table))) {
      return new ConflictTarget(true, List.of());
    }
    for (ScalarIndex index : unique) {
      if (index.constraint() && index.name().equals(name)) {
        return new ConflictTarget(false, List.of(index));
      }
    }
    throw new VectraException(
        ErrorCode.UNDEFINED_OBJECT,
        "Table "
            + table.name()
            + " has no primary key or UNIQUE constraint named "
            + name
            + "."
            + known(table, unique));
  }

  private static ConflictTarget ofColumns(
      SqlUpsert.Columns columns, TableSchema table, List<ScalarIndex> unique) {
    Set<Integer> positions =
        Set.copyOf(
            AssignedValue.positions(
                table, columns.names().stream().map(KeyedTables::name).toList()));
    if (!table.hasHiddenKey() && positions.equals(Set.copyOf(table.primaryKey()))) {
      return new ConflictTarget(true, List.of());
    }
    for (ScalarIndex index : unique) {
      if (positions.equals(Set.copyOf(index.columns()))) {
        return new ConflictTarget(false, List.of(index));
      }
    }
    throw noKey(
        columns.names().stream().map(KeyedTables::name).toList()
            + " is not a key of table "
            + table.name(),
        table,
        unique);
  }

  /** The row that is in the way of another one; null when none is. */
  @Nullable RowKey taken(Transaction transaction, int tableId, @Nullable Object[] row) {
    RowKey taken = primaryKey ? transaction.taken(tableId, row) : null;
    for (ScalarIndex index : indexes) {
      taken = taken == null ? transaction.taken(tableId, row, index) : taken;
    }
    return taken;
  }

  private static VectraException noKey(String fault, TableSchema table, List<ScalarIndex> unique) {
    return new VectraException(
        ErrorCode.INVALID_COLUMN_REFERENCE,
        fault + "." + known(table, unique) + " Nothing was written.");
  }

  private static String known(TableSchema table, List<ScalarIndex> unique) {
    List<String> keys = new ArrayList<>();
    if (!table.hasHiddenKey()) {
      keys.add(PrimaryKeys.name(table) + " " + names(table, table.primaryKey()));
    }
    unique.forEach(index -> keys.add(index.name() + " " + names(table, index.columns())));
    return keys.isEmpty()
        ? " It has no primary key and no unique index."
        : " Its keys are " + String.join(", ", keys) + ".";
  }

  private static List<String> names(TableSchema table, List<Integer> columns) {
    return columns.stream().map(each -> table.column(each).name()).toList();
  }
}
