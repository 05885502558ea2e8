package io.vectra.calcite.function;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCoalesceFunction;
import org.apache.calcite.sql.fun.SqlNullifFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.jspecify.annotations.Nullable;

/**
 * COALESCE and NULLIF of sub-queries. Calcite makes a CASE of them that has one query in two
 * places, and converts it twice; the second time the query does not know any more which of its rows
 * its own sub-queries depend on. These stay calls until their operands are converted, each once.
 */
public final class OnceOperators {
  private static final SqlOperator COALESCE =
      new SqlCoalesceFunction() {
        @Override
        public SqlNode rewriteCall(SqlValidator validator, SqlCall call) {
          return call;
        }
      };

  private static final SqlOperator NULLIF =
      new SqlNullifFunction() {
        @Override
        public SqlNode rewriteCall(SqlValidator validator, SqlCall call) {
          return call;
        }
      };

  private OnceOperators() {}

  /** The call, or one of such an operator when a query is among its operands. */
  static SqlNode of(SqlCall call) {
    String name = call.getOperator().getName(); // what it means is not known yet
    SqlOperator once =
        name.equalsIgnoreCase("COALESCE")
            ? COALESCE
            : name.equalsIgnoreCase("NULLIF") ? NULLIF : null;
    return once == null || call.getOperandList().stream().noneMatch(OnceOperators::hasQuery)
        ? call
        : once.createCall(call.getParserPosition(), call.getOperandList());
  }

  /** Whether a query is part of an expression. */
  public static boolean hasQuery(SqlNode operand) {
    boolean[] found = new boolean[1];
    operand.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            found[0] |= call.isA(SqlKind.QUERY);
            return super.visit(call);
          }
        });
    return found[0];
  }

  /**
   * How such a call is converted; null for any other. The validator may have set the operator of
   * the standard in our one's place; what it has rewritten is neither.
   */
  public static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
    return switch (call.getKind()) {
      case COALESCE -> OnceOperators::coalesce;
      case NULLIF -> OnceOperators::nullIf;
      default -> null;
    };
  }

  private static RexNode coalesce(SqlRexContext context, SqlCall call) {
    RexBuilder builder = context.getRexBuilder();
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    List<RexNode> parts = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      RexNode value = context.convertExpression(operand);
      parts.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value));
      parts.add(builder.ensureType(type, value, false));
    }
    parts.remove(parts.size() - 2); // the last one is what remains
    return builder.makeCall(type, SqlStdOperatorTable.CASE, parts);
  }

  private static RexNode nullIf(SqlRexContext context, SqlCall call) {
    RexBuilder builder = context.getRexBuilder();
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    RexNode value = context.convertExpression(call.operand(0));
    RexNode other = context.convertExpression(call.operand(1));
    return builder.makeCall(
        type,
        SqlStdOperatorTable.CASE,
        List.of(
            builder.makeCall(SqlStdOperatorTable.EQUALS, value, other),
            builder.makeNullLiteral(type),
            builder.ensureType(type, value, false)));
  }
}
