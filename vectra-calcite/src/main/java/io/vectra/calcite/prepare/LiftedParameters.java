package io.vectra.calcite.prepare;

import io.vectra.calcite.function.BalancedConditions;
import io.vectra.calcite.prepare.LiteralText.Literal;
import io.vectra.calcite.prepare.LiteralText.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Puts parameters into the place of the literals that are lifted, as parsing the text with a {@code
 * ?} in their place would.
 */
final class LiftedParameters extends SqlShuttle {
  private final LiteralText text;

  /** The number of the parameter that a literal becomes, by where it begins in the text. */
  private final Map<Integer, Integer> literals = new HashMap<>();

  /** The new numbers of the parameters that the text has. */
  private final List<Integer> users = new ArrayList<>();

  private LiftedParameters(LiteralText text, boolean[] isLifted) {
    this.text = text;
    int next = 0;
    for (int part = 0; part < isLifted.length; part++) {
      if (isLifted[part]) {
        literals.put(((Literal) text.parts().get(part)).start(), next++);
      } else if (text.parts().get(part) instanceof Parameter) {
        users.add(next++);
      }
    }
  }

  /**
   * The statement with parameters; the parts that have none are those of the statement itself.
   *
   * @param isLifted whether each part of the text becomes a parameter
   */
  static SqlNode in(SqlNode statement, LiteralText text, boolean[] isLifted) {
    try {
      return Objects.requireNonNull(statement.accept(new LiftedParameters(text, isLifted)));
    } catch (StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
  }

  /** Without recursion where there may be thousands of conditions, one in the other. */
  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    return call.getKind() == SqlKind.AND || call.getKind() == SqlKind.OR
        ? BalancedConditions.of(call, node -> Objects.requireNonNull(node.accept(this)))
        : super.visit(call);
  }

  @Override
  public SqlNode visit(SqlLiteral literal) {
    Integer number = literals.get(text.offset(literal.getParserPosition()));
    return number == null ? literal : new SqlDynamicParam(number, literal.getParserPosition());
  }

  @Override
  public SqlNode visit(SqlDynamicParam parameter) {
    return new SqlDynamicParam(users.get(parameter.getIndex()), parameter.getParserPosition());
  }
}
