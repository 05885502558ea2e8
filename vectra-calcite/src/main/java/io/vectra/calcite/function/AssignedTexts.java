package io.vectra.calcite.function;

import io.vectra.calcite.schema.Names;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Texts assigned to vector columns become vectors, and so does DEFAULT in VALUES; DEFAULT of a
 * column whose default is computed becomes the expression. In VALUES, a text that stands above or
 * below what is no text is cast to the type of its column: Calcite would compare the two.
 */
final class AssignedTexts {
  private AssignedTexts() {}

  /** What VALUES has for a vector column, and for one where texts and other values are mixed. */
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
    List<SqlNode> rows = ((SqlCall) insert.getSource()).getOperandList();
    for (int i = 0; i < columns.size(); i++) {
      castMixed(rows, i, table.positionOf(columns.get(i)), table);
    }
    for (SqlNode row : rows) {
      SqlBasicCall values = (SqlBasicCall) row;
      for (int i = 0; i < values.operandCount() && i < columns.size(); i++) {
        values.setOperand(i, assigned(values.operand(i), table, columns.get(i)));
      }
    }
  }

  private static void castMixed(List<SqlNode> rows, int place, int position, TableSchema table) {
    SqlTypeName type = position < 0 ? null : castType(table.column(position).type().kind());
    boolean texts =
        rows.stream().anyMatch(row -> value(row, place) instanceof SqlCharStringLiteral);
    boolean others =
        rows.stream().anyMatch(row -> !(value(row, place) instanceof SqlCharStringLiteral));
    if (type == null || !texts || !others) {
      return;
    }
    ColumnType declared = table.column(position).type();
    for (SqlNode row : rows) {
      SqlNode value = value(row, place);
      if (value != null && takesCast(value)) {
        SqlParserPos at = value.getParserPosition();
        SqlTypeNameSpec name =
            type == SqlTypeName.DECIMAL
                ? new SqlBasicTypeNameSpec(type, declared.precision(), declared.scale(), at)
                : new SqlBasicTypeNameSpec(type, at);
        ((SqlBasicCall) row)
            .setOperand(
                place,
                SqlStdOperatorTable.CAST.createCall(at, value, new SqlDataTypeSpec(name, at)));
      }
    }
  }

  private static @Nullable SqlNode value(SqlNode row, int place) {
    List<SqlNode> values = ((SqlBasicCall) row).getOperandList();
    return place < values.size() ? values.get(place) : null;
  }

  private static boolean takesCast(SqlNode value) {
    return !SqlUtil.isNullLiteral(value, false)
        && value.getKind() != SqlKind.DEFAULT
        && value.getKind() != SqlKind.DYNAMIC_PARAM;
  }

  /** The type that a mixed column is cast to, or null where texts need no cast or a function. */
  private static @Nullable SqlTypeName castType(ColumnType.Kind kind) {
    return switch (kind) {
      case VARCHAR, JSON, VARBINARY, VECTOR -> null;
      case TIMESTAMP_WITH_TIME_ZONE -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
      default -> SqlTypeName.valueOf(kind.name());
    };
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
      sources.set(i, AssignedDefault.of(assigned(sources.get(i), table, column)));
    }
  }

  private static SqlNode assigned(SqlNode value, TableSchema table, String name) {
    int position = table.positionOf(name);
    if (position < 0) {
      return value;
    }
    Column column = table.column(position);
    SqlNode computed = AssignedDefault.computed(value, column);
    if (column.type().kind() != ColumnType.Kind.VECTOR) {
      return computed;
    }
    if (computed instanceof SqlCharStringLiteral text) {
      return VectraRewrite.fromText(text);
    }
    return computed.getKind() == SqlKind.DEFAULT
        ? defaultOf(column, value.getParserPosition())
        : computed;
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
