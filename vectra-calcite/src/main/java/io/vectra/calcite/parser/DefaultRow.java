package io.vectra.calcite.parser;

import io.vectra.calcite.schema.Names;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code INSERT INTO t DEFAULT VALUES}: VALUES without a row, until the columns are known. */
public final class DefaultRow {
  private DefaultRow() {}

  /** The statement as it is parsed. */
  public static SqlInsert insertInto(SqlIdentifier table, SqlParserPos at) {
    return new SqlInsert(
        at, SqlNodeList.EMPTY, table, SqlStdOperatorTable.VALUES.createCall(at), null);
  }

  /** The statement with a DEFAULT in VALUES, if it is one of these; else as it is. */
  public static SqlInsert of(SqlInsert insert, Names names) {
    SqlNode source = insert.getSource();
    if (source.getKind() != SqlKind.VALUES || !((SqlCall) source).getOperandList().isEmpty()) {
      return insert;
    }
    TableSchema table = names.tableOrNull(insert.getTargetTable());
    if (table == null) {
      return insert; // the validator says so
    }
    SqlParserPos at = source.getParserPosition();
    SqlNode row =
        SqlStdOperatorTable.ROW.createCall(at, SqlStdOperatorTable.DEFAULT.createCall(at));
    Column column = anyButVector(table);
    return new SqlInsert(
        insert.getParserPosition(),
        SqlNodeList.EMPTY,
        insert.getTargetTable(),
        SqlStdOperatorTable.VALUES.createCall(at, row),
        SqlNodeList.of(new SqlIdentifier(column.name(), at)));
  }

  /** A column whose DEFAULT can be written; those that are not named have theirs anyway. */
  private static Column anyButVector(TableSchema table) {
    return table.columns().stream()
        .filter(column -> column.type().kind() != ColumnType.Kind.VECTOR)
        .findFirst()
        .orElse(table.columns().get(0));
  }
}
