package io.vectra.calcite.function;

import io.vectra.calcite.schema.Names;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Texts assigned to vector columns become vectors, and so does DEFAULT in VALUES. */
final class AssignedTexts {
  private AssignedTexts() {}

  /** What VALUES has for a vector column. */
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
        values.setOperand(i, assigned(values.operand(i), table, columns.get(i)));
      }
    }
  }

  /** What SET has for a vector column. */
  static void rewrite(SqlUpdate update, Names names) {
    TableSchema table = names.tableOrNull(update.getTargetTable());
    if (table == null) {
      return;
    }
    SqlNodeList sources = update.getSourceExpressionList();
    for (int i = 0; i < sources.size(); i++) {
      String column = lastName(update.getTargetColumnList().get(i));
      SqlNode source = AssignedDefault.of(sources.get(i));
      sources.set(i, assigned(source, table, column));
    }
  }

  private static SqlNode assigned(SqlNode value, TableSchema table, String name) {
    int position = table.positionOf(name);
    if (position < 0 || table.column(position).type().kind() != ColumnType.Kind.VECTOR) {
      return value;
    }
    if (value instanceof SqlCharStringLiteral text) {
      return VectraRewrite.fromText(text);
    }
    return value.getKind() == SqlKind.DEFAULT
        ? defaultOf(table.column(position), value.getParserPosition())
        : value;
  }

  /** Calcite cannot cast its DEFAULT to an array. */
  private static SqlNode defaultOf(Column column, SqlParserPos at) {
    return column.defaultValue() instanceof float[] vector
        ? VectraRewrite.fromText(SqlLiteral.createCharString(Vectors.format(vector), at))
        : SqlLiteral.createNull(at);
  }

  private static String lastName(SqlNode node) {
    return node instanceof SqlIdentifier identifier
        ? identifier.names.get(identifier.names.size() - 1)
        : "";
  }
}
