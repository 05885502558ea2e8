package io.vectra.calcite.function;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code (a, b) IN ((?, ?), ..)} as the comparisons that it stands for: Calcite gives parameters
 * within rows no type.
 */
final class RowLists {
  private RowLists() {}

  /** The comparisons, or null for what is not IN with a list of rows that hold parameters. */
  static @Nullable SqlNode rewritten(SqlCall call) {
    boolean in = call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN;
    if (!in
        || !(call.operand(0) instanceof SqlCall left)
        || left.getKind() != SqlKind.ROW
        || !(call.operand(1) instanceof SqlNodeList list)
        || !hasParameter(list)) {
      return null;
    }
    List<SqlNode> rows = new ArrayList<>();
    for (SqlNode row : list) {
      if (!(row instanceof SqlCall right)
          || right.getKind() != SqlKind.ROW
          || right.operandCount() != left.operandCount()) {
        return null;
      }
      rows.add(equal(left, right));
    }
    SqlParserPos at = call.getParserPosition();
    SqlNode any = joined(SqlStdOperatorTable.OR, rows, at);
    return call.getKind() == SqlKind.IN ? any : SqlStdOperatorTable.NOT.createCall(at, any);
  }

  private static boolean hasParameter(SqlNodeList rows) {
    for (SqlNode row : rows) {
      if (row instanceof SqlCall call
          && call.getOperandList().stream().anyMatch(SqlDynamicParam.class::isInstance)) {
        return true;
      }
    }
    return false;
  }

  private static SqlNode equal(SqlCall left, SqlCall right) {
    List<SqlNode> parts = new ArrayList<>();
    SqlParserPos at = right.getParserPosition();
    for (int i = 0; i < left.operandCount(); i++) {
      parts.add(
          SqlStdOperatorTable.EQUALS.createCall(
              at, left.operand(i).clone(at), right.<SqlNode>operand(i)));
    }
    return joined(SqlStdOperatorTable.AND, parts, at);
  }

  private static SqlNode joined(SqlOperator operator, List<SqlNode> parts, SqlParserPos at) {
    SqlNode joined = parts.get(0);
    for (SqlNode part : parts.subList(1, parts.size())) {
      joined = operator.createCall(at, joined, part);
    }
    return joined;
  }
}
