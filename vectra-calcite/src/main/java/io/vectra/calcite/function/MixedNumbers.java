package io.vectra.calcite.function;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/**
 * Exact numbers in a column of VALUES that has approximate ones become approximate, as the column
 * is: Calcite compares the two as they are written, and fails.
 */
final class MixedNumbers {
  private MixedNumbers() {}

  /** VALUES with numbers of one kind in each column. */
  static SqlNode alike(SqlCall values) {
    List<SqlNode> rows = values.getOperandList();
    int columns = rows.isEmpty() ? 0 : fields(rows.get(0)).size();
    for (int column = 0; column < columns; column++) {
      int place = column;
      if (rows.stream().anyMatch(row -> isApproximate(row, place))) {
        rows.forEach(row -> makeApproximate(row, place));
      }
    }
    return values;
  }

  private static List<SqlNode> fields(SqlNode row) {
    return row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of();
  }

  private static boolean isApproximate(SqlNode row, int place) {
    List<SqlNode> fields = fields(row);
    return place < fields.size()
        && fields.get(place) instanceof SqlNumericLiteral number
        && !number.isExact();
  }

  private static void makeApproximate(SqlNode row, int place) {
    List<SqlNode> fields = fields(row);
    if (place < fields.size()
        && fields.get(place) instanceof SqlNumericLiteral number
        && number.isExact()) {
      SqlLiteral approximate =
          SqlLiteral.createApproxNumeric(number.toValue() + "E0", number.getParserPosition());
      ((SqlCall) row).setOperand(place, approximate);
    }
  }
}
