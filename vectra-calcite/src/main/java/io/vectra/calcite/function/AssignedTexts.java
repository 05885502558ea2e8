package io.vectra.calcite.function;

import io.vectra.calcite.schema.Names;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;

/** Texts assigned to vector columns become vectors. */
final class AssignedTexts {
  private AssignedTexts() {}

  /** Texts in VALUES for a vector column. */
  static void rewrite(SqlInsert insert, Names names) {
    TableSchema table = names.tableOrNull(insert.getTargetTable());
    if (table == null || insert.getSource().getKind() != SqlKind.VALUES) {
      return;
    }
    List<String> columns = new ArrayList<>();
    SqlNodeList named = insert.getTargetColumnList();
    if (named == null) {
      table.columns().forEach(column -> columns.add(column.name()));
    } else {
      named.forEach(column -> columns.add(lastName(column)));
    }
    for (SqlNode row : ((SqlCall) insert.getSource()).getOperandList()) {
      SqlBasicCall values = (SqlBasicCall) row;
      for (int i = 0; i < values.operandCount() && i < columns.size(); i++) {
        if (values.operand(i) instanceof SqlCharStringLiteral text
            && isVector(table, columns.get(i))) {
          values.setOperand(i, VectraRewrite.fromText(text));
        }
      }
    }
  }

  /** Texts in SET for a vector column. */
  static void rewrite(SqlUpdate update, Names names) {
    TableSchema table = names.tableOrNull(update.getTargetTable());
    if (table == null) {
      return;
    }
    SqlNodeList sources = update.getSourceExpressionList();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) instanceof SqlCharStringLiteral text
          && isVector(table, lastName(update.getTargetColumnList().get(i)))) {
        sources.set(i, VectraRewrite.fromText(text));
      }
    }
  }

  private static boolean isVector(TableSchema table, String column) {
    int position = table.positionOf(column);
    return position >= 0 && table.column(position).type().kind() == ColumnType.Kind.VECTOR;
  }

  private static String lastName(SqlNode node) {
    return node instanceof SqlIdentifier identifier
        ? identifier.names.get(identifier.names.size() - 1)
        : "";
  }
}
