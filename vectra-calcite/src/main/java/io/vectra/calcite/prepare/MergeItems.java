package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.SqlMergeRows;
import io.vectra.calcite.parser.SqlMergeRows.Clause;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What the query of a MERGE selects: the columns of the table, its key, the number of the WHEN that
 * fits the row (-1 if none does), then the values of each WHEN, which are NULL where another one
 * fits: it must not be computed what only that one's condition makes sense of.
 */
record MergeItems(SqlNodeList list, List<MergeAction> actions) {
  /** Number of the WHEN of a row that none fits. */
  static final int NONE = -1;

  private static final SqlParserPos ZERO = SqlParserPos.ZERO;

  static MergeItems of(SqlMergeRows statement, TableSchema table) {
    SqlIdentifier alias = KeyedTables.alias(statement.alias(), statement.table());
    SqlNodeList list = new SqlNodeList(ZERO);
    for (Column column : table.columns()) {
      list.add(column(alias, column.name()));
    }
    list.add(column(alias, VectraTable.ROW_KEY));
    SqlNode fitting = fitting(statement, alias);
    list.add(fitting);
    List<MergeAction> actions = new ArrayList<>();
    for (Clause clause : statement.clauses()) {
      actions.add(action(clause.action(), table, list, actions.size(), fitting));
    }
    return new MergeItems(list, actions);
  }

  private static SqlIdentifier column(SqlIdentifier alias, String name) {
    return new SqlIdentifier(List.of(alias.getSimple(), name), ZERO);
  }

  /** The number of the first WHEN that fits. */
  private static SqlNode fitting(SqlMergeRows statement, SqlIdentifier alias) {
    SqlNodeList conditions = new SqlNodeList(ZERO);
    SqlNodeList numbers = new SqlNodeList(ZERO);
    for (Clause clause : statement.clauses()) {
      SqlNode key = column(alias, VectraTable.ROW_KEY);
      SqlNode matched =
          clause.matched()
              ? SqlStdOperatorTable.IS_NOT_NULL.createCall(ZERO, key)
              : SqlStdOperatorTable.IS_NULL.createCall(ZERO, key);
      conditions.add(
          clause.condition() == null
              ? matched
              : SqlStdOperatorTable.AND.createCall(ZERO, matched, clause.condition()));
      numbers.add(number(numbers.size()));
    }
    return new SqlCase(ZERO, null, conditions, numbers, number(NONE));
  }

  private static SqlNode number(int number) {
    return SqlLiteral.createExactNumeric(Integer.toString(number), ZERO);
  }

  /** Adds the values of an action to the list, and tells where they are. */
  private static MergeAction action(
      SqlMergeRows.Action action,
      TableSchema table,
      SqlNodeList list,
      int clause,
      SqlNode fitting) {
    if (action instanceof SqlMergeRows.Delete) {
      return new MergeAction.Delete();
    }
    if (action instanceof SqlMergeRows.Nothing) {
      return new MergeAction.Nothing();
    }
    if (action instanceof SqlMergeRows.Update update) {
      List<Integer> columns = AssignedValue.positions(table, update.assignments().columns());
      List<SqlNode> values =
          AssignedValue.computed(table, columns, update.assignments().values().getList());
      List<AssignedValue> assigned =
          AssignedValue.updated(table, AssignedValue.of(columns, values, list.size()));
      addValues(list, values, clause, fitting);
      return new MergeAction.Update(assigned);
    }
    SqlMergeRows.Insert insert = (SqlMergeRows.Insert) action;
    List<Integer> columns = new ArrayList<>(inserted(table, insert));
    List<SqlNode> written = new ArrayList<>(insert.values().getList());
    for (int column = 0; column < table.columns().size(); column++) {
      if (!columns.contains(column)) {
        columns.add(column);
        written.add(SqlStdOperatorTable.DEFAULT.createCall(ZERO));
      }
    }
    List<SqlNode> values = AssignedValue.computed(table, columns, written);
    List<AssignedValue> assigned = AssignedValue.of(columns, values, list.size());
    addValues(list, values, clause, fitting);
    return new MergeAction.Insert(assigned);
  }

  private static void addValues(
      SqlNodeList list, List<SqlNode> values, int clause, SqlNode fitting) {
    for (SqlNode value : values) {
      if (AssignedValue.isDefault(value)) {
        continue;
      }
      boolean known = value instanceof SqlLiteral || value instanceof SqlDynamicParam;
      list.add(known ? value : onlyIn(clause, fitting, value));
    }
  }

  private static SqlNode onlyIn(int clause, SqlNode fitting, SqlNode value) {
    SqlNode fits = SqlStdOperatorTable.EQUALS.createCall(ZERO, fitting.clone(ZERO), number(clause));
    return new SqlCase(
        ZERO, null, SqlNodeList.of(fits), SqlNodeList.of(value), SqlLiteral.createNull(ZERO));
  }

  private static List<Integer> inserted(TableSchema table, SqlMergeRows.Insert insert) {
    int values = insert.values().size();
    List<Integer> columns =
        insert.columns() == null
            ? IntStream.range(0, table.columns().size()).boxed().toList()
            : AssignedValue.positions(
                table, insert.columns().stream().map(KeyedTables::name).toList());
    if (columns.size() != values) {
      throw new VectraException(
          ErrorCode.SYNTAX_ERROR,
          "The INSERT of the MERGE into "
              + table.name()
              + " has "
              + values
              + " values for "
              + columns.size()
              + " columns.");
    }
    return columns;
  }
}
