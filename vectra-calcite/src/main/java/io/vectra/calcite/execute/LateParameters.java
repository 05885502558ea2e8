package io.vectra.calcite.execute;

import io.vectra.calcite.exact.ExactOperators;
import io.vectra.calcite.translate.Constants;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Takes OFFSET, LIMIT and long lists of constants out of a plan that is to become code: {@code x IN
 * (..)} and {@code CASE x WHEN .. THEN ..} become look-ups in a parameter after all others, whose
 * value is the list.
 */
public final class LateParameters extends RexShuttle {
  private static final int LONG_LIST = 20;
  private static final int LONG_CASE = 50;
  private static final int LONGEST_CASE = 250;
  private static final SqlFunction IS_LISTED =
      ExactOperators.function(LateFunctions.class, "isListed");
  private static final SqlFunction LISTED = ExactOperators.function(LateFunctions.class, "listed");

  private final RexBuilder builder;
  private final int firstParameter;
  private final Map<String, Object> found = new HashMap<>();

  /** Lists become parameters from this number on. */
  public LateParameters(RexBuilder builder, int firstParameter) {
    this.builder = builder;
    this.firstParameter = firstParameter;
  }

  /** The lists taken out, by the names under which generated code asks for them. */
  public Map<String, Object> found() {
    return found;
  }

  /** The plan with look-ups in the place of long lists. */
  public RelNode extract(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode visited = super.visit(other).accept(LateParameters.this);
            return visited instanceof LogicalSort sort ? counted(sort) : visited;
          }
        });
  }

  @Override
  public RexNode visitCall(RexCall call) {
    if (call.getKind() == SqlKind.OR && isLong(call)) {
      return disjunction(RelOptUtil.disjunctions(call));
    }
    if (call.getKind() == SqlKind.CASE && call.getOperands().size() > 2 * LONG_CASE) {
      RexNode lookUp = lookUp(call);
      if (lookUp != null) {
        return lookUp;
      }
      if (call.getOperands().size() > 2 * LONGEST_CASE) {
        throw new VectraException(
            ErrorCode.LIMIT_EXCEEDED,
            "CASE has "
                + call.getOperands().size() / 2
                + " branches; the limit is "
                + LONGEST_CASE
                + ", but for CASE x WHEN constant THEN constant. Join a table of the values.");
      }
    }
    return super.visitCall(call);
  }

  private static boolean isLong(RexCall or) {
    return RelOptUtil.disjunctions(or).size() > LONG_LIST;
  }

  private RexNode disjunction(List<RexNode> conditions) {
    Map<RexNode, List<RexNode>> lists = new LinkedHashMap<>();
    List<RexNode> others = new ArrayList<>();
    for (RexNode condition : conditions) {
      Equality equality = equality(condition);
      if (equality == null) {
        others.add(condition.accept(this));
      } else {
        lists.computeIfAbsent(equality.value(), v -> new ArrayList<>()).add(condition);
      }
    }
    lists.forEach(
        (value, equalities) -> {
          if (equalities.size() <= LONG_LIST) {
            others.addAll(equalities);
          } else {
            List<RexNode> keys = new ArrayList<>();
            equalities.forEach(condition -> keys.add(key(condition)));
            RelDataType truth =
                builder
                    .getTypeFactory()
                    .createTypeWithNullability(
                        builder.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN), true);
            others.add(call(truth, IS_LISTED, value, new ValueList(keys, null, null)));
          }
        });
    return RexUtil.composeDisjunction(builder, others);
  }

  private @Nullable RexNode lookUp(RexCall call) {
    List<RexNode> operands = call.getOperands();
    RexNode value = null;
    List<RexNode> keys = new ArrayList<>();
    List<RexNode> results = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      Equality equality = equality(operands.get(i));
      if (equality == null
          || value != null && !value.equals(equality.value())
          || !isResult(operands.get(i + 1), call.getType())) {
        return null;
      }
      value = equality.value();
      keys.add(equality.constant());
      results.add(operands.get(i + 1));
    }
    RexNode otherwise = operands.get(operands.size() - 1);
    return value != null && isResult(otherwise, call.getType())
        ? call(call.getType(), LISTED, value, new ValueList(keys, results, otherwise))
        : null;
  }

  private static boolean isResult(RexNode node, RelDataType type) {
    return Constants.isConstant(node)
        && (isLookedUp(node.getType()) || RexUtil.isNullLiteral(node, true))
        && node.getType().getSqlTypeName().getFamily() == type.getSqlTypeName().getFamily();
  }

  private RexNode call(RelDataType type, SqlFunction function, RexNode value, ValueList list) {
    return builder.makeCall(
        type, function, List.of(value.accept(this), late(list, SqlTypeName.ANY)));
  }

  private RexNode late(LateValue value, SqlTypeName type) {
    int index = firstParameter + found.size();
    found.put("?" + index, value);
    return builder.makeDynamicParam(builder.getTypeFactory().createSqlType(type), index);
  }

  /** A sort whose offset and limit are numbers that generated code can take. */
  private RelNode counted(LogicalSort sort) {
    RexNode offset =
        sort.offset == null
            ? null
            : late(new RowCount(sort.offset, "OFFSET", 0), SqlTypeName.INTEGER);
    RexNode fetch =
        sort.fetch == null
            ? null
            : late(new RowCount(sort.fetch, "LIMIT", Integer.MAX_VALUE), SqlTypeName.INTEGER);
    return offset == null && fetch == null
        ? sort
        : LogicalSort.create(sort.getInput(), sort.getCollation(), offset, fetch);
  }

  /** A value compared with a constant. */
  private record Equality(RexNode value, RexNode constant) {}

  private static RexNode key(RexNode condition) {
    Equality equality = equality(condition);
    if (equality == null) {
      throw new IllegalStateException("no comparison with a constant: " + condition);
    }
    return equality.constant();
  }

  private static @Nullable Equality equality(RexNode condition) {
    if (condition.getKind() != SqlKind.EQUALS) {
      return null;
    }
    RexNode left = ((RexCall) condition).getOperands().get(0);
    RexNode right = ((RexCall) condition).getOperands().get(1);
    if (!isLookedUp(left.getType()) || !isLookedUp(right.getType())) {
      return null;
    }
    if (Constants.isConstant(right)) {
      return new Equality(left, right);
    }
    return Constants.isConstant(left) ? new Equality(right, left) : null;
  }

  /** Types whose equal values are equal keys. */
  private static boolean isLookedUp(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case SMALLINT, INTEGER, BIGINT, DECIMAL, CHAR, VARCHAR, DATE -> true;
      default -> false;
    };
  }
}
