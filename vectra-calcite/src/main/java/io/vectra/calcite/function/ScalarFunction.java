package io.vectra.calcite.function;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/**
 * A function that generated code computes with static methods of one name, one for each number of
 * arguments. A strict one is NULL when an argument is; others get NULLs, in one array.
 */
public final class ScalarFunction extends SqlUserDefinedFunction {
  private final Signature signature;
  private final boolean deterministic;

  private ScalarFunction(
      String name,
      SqlReturnTypeInference result,
      Signature signature,
      Implementation implementation,
      boolean deterministic) {
    super(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        result,
        signature::infer,
        signature,
        implementation);
    this.signature = signature;
    this.deterministic = deterministic;
  }

  /** A function that is NULL when an argument is. */
  static ScalarFunction strict(
      String name,
      SqlReturnTypeInference result,
      Class<?> owner,
      String method,
      Signature signature) {
    return new ScalarFunction(
        name, result, signature, new Implementation(owner, method, true), true);
  }

  /** A function that gets its arguments in one array, NULLs among them. */
  static ScalarFunction ofNulls(
      String name,
      SqlReturnTypeInference result,
      Class<?> owner,
      String method,
      Signature signature) {
    return new ScalarFunction(
        name, result, signature, new Implementation(owner, method, false), true);
  }

  /** A function that gives another value each time. */
  static ScalarFunction random(
      String name, SqlReturnTypeInference result, Class<?> owner, String method) {
    return new ScalarFunction(
        name, result, Signature.of(), new Implementation(owner, method, true), false);
  }

  /** Operands as values of the types that the function expects. */
  public List<RexNode> cast(RexBuilder builder, RelDataType result, List<RexNode> operands) {
    List<RexNode> cast = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      cast.add(signature.argument(i).cast(builder, operands.get(i), result));
    }
    return cast;
  }

  @Override
  public boolean isDeterministic() {
    return deterministic;
  }

  /** The static methods that compute a function. */
  private record Implementation(Class<?> owner, String name, boolean strict)
      implements ImplementableFunction {
    @Override
    public List<FunctionParameter> getParameters() {
      return List.of();
    }

    @Override
    public CallImplementor getImplementor() {
      return RexImpTable.createImplementor(
          (translator, call, operands) -> call(operands),
          strict ? NullPolicy.STRICT : NullPolicy.NONE,
          false);
    }

    private Expression call(List<Expression> operands) {
      if (strict) {
        return Expressions.call(method(operands.size()), operands);
      }
      List<Expression> boxed = operands.stream().map(Expressions::box).toList();
      return Expressions.call(method(1), Expressions.newArrayInit(Object.class, boxed));
    }

    private Method method(int parameters) {
      for (Method method : owner.getMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == parameters) {
          return method;
        }
      }
      throw new IllegalStateException(
          "no method " + owner.getSimpleName() + "." + name + " of " + parameters);
    }
  }
}
