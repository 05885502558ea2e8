package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.SqlUpsert;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.Set;

/** Finds the key that an INSERT names to say which rows are in its way: the primary key. */
final class ConflictTarget {
  private ConflictTarget() {}

  /**
   * Checks that the table has the key that is named.
   *
   * @throws VectraException INVALID_COLUMN_REFERENCE when it has not; SYNTAX_ERROR where one must
   *     be named; UNDEFINED_COLUMN, UNDEFINED_OBJECT
   */
  static void check(SqlUpsert statement, TableSchema table) {
    SqlUpsert.Target target = statement.target();
    if (target instanceof SqlUpsert.AnyKey) {
      if (!(statement.action() instanceof SqlUpsert.Nothing)) {
        throw new VectraException(
            ErrorCode.SYNTAX_ERROR,
            "ON CONFLICT DO UPDATE needs the key that rows may have in common, as in ON CONFLICT"
                + " (ID) DO UPDATE.");
      }
    } else if (target instanceof SqlUpsert.Constraint constraint) {
      String name = constraint.name().getSimple();
      if (table.hasHiddenKey() || !name.equals("PK_" + table.name())) {
        throw new VectraException(
            ErrorCode.UNDEFINED_OBJECT,
            "Table " + table.name() + " has no primary key named " + name + "." + known(table));
      }
    } else if (target instanceof SqlUpsert.Columns columns) {
      List<Integer> positions =
          AssignedValue.positions(table, columns.names().stream().map(KeyedTables::name).toList());
      if (table.hasHiddenKey() || !Set.copyOf(positions).equals(Set.copyOf(table.primaryKey()))) {
        throw noKey("(" + columns.names() + ") is not a key of table " + table.name(), table);
      }
    } else if (table.hasHiddenKey()) {
      throw noKey("Table " + table.name() + " has no key that rows may have in common", table);
    }
  }

  private static VectraException noKey(String fault, TableSchema table) {
    return new VectraException(
        ErrorCode.INVALID_COLUMN_REFERENCE, fault + "." + known(table) + " Nothing was written.");
  }

  private static String known(TableSchema table) {
    return table.hasHiddenKey()
        ? " It has no primary key."
        : " Its primary key is PK_"
            + table.name()
            + " "
            + table.primaryKey().stream().map(each -> table.column(each).name()).toList()
            + ".";
  }
}
