package io.vectra.calcite.exact;

import io.vectra.calcite.function.OnceOperators;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Converts SQL's expressions as Calcite does, but arithmetic and comparisons with a literal NULL to
 * NULL: what Calcite derives from conditions, and from how values rise and fall, fails where one is
 * there. Times and intervals are left alone, since Calcite looks into how they are made.
 */
public final class NullOperands implements SqlRexConvertletTable {
  public static final SqlRexConvertletTable INSTANCE = new NullOperands();

  private static final Set<SqlKind> STRICT =
      EnumSet.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.PLUS,
          SqlKind.MINUS,
          SqlKind.TIMES,
          SqlKind.DIVIDE,
          SqlKind.MOD,
          SqlKind.PLUS_PREFIX,
          SqlKind.MINUS_PREFIX);

  static {
    STRICT.addAll(SqlKind.CHECKED_ARITHMETIC);
  }

  private NullOperands() {}

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    SqlRexConvertlet once = OnceOperators.convertlet(call);
    if (once != null) {
      return once;
    }
    SqlRexConvertlet convertlet = StandardConvertletTable.INSTANCE.get(call);
    if (convertlet == null) {
      return null;
    }
    if (call.getKind() == SqlKind.BETWEEN) { // two comparisons in one
      return (context, any) ->
          convertlet.convertCall(context, any).accept(new Replacement(context.getRexBuilder()));
    }
    return (context, any) ->
        replaced(convertlet.convertCall(context, any), context.getRexBuilder());
  }

  private static RexNode replaced(RexNode node, RexBuilder builder) {
    return node instanceof RexCall call && isNull(call)
        ? builder.makeNullLiteral(call.getType())
        : node;
  }

  private static boolean isNull(RexCall call) {
    RelDataType type = call.getType();
    return STRICT.contains(call.getKind())
        && (SqlTypeUtil.isNumeric(type) || SqlTypeUtil.isBoolean(type))
        && type.isNullable()
        && call.getOperands().stream().anyMatch(operand -> RexUtil.isNullLiteral(operand, true));
  }

  /** Replaces such calls wherever they stand in an expression. */
  private static final class Replacement extends RexShuttle {
    private final RexBuilder builder;

    Replacement(RexBuilder builder) {
      this.builder = builder;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      return replaced(super.visitCall(call), builder);
    }
  }
}
