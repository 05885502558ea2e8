package io.vectra.calcite.function;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.catalog.QualifiedName;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/**
 * What {@code NEXT VALUE FOR} and {@code CURRENT VALUE FOR} become: functions of the sequence's
 * schema and name. In a plan, the number of the call is a third operand, since equal calls are
 * computed once.
 */
public final class SequenceFunction extends SqlUserDefinedFunction {
  public static final SequenceFunction NEXT = new SequenceFunction("NEXT_VALUE_FOR", "next");
  static final SequenceFunction CURRENT = new SequenceFunction("CURRENT_VALUE_FOR", "current");

  private static final int OPERANDS = 2;

  private SequenceFunction(String name, String method) {
    super(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.BIGINT),
        InferTypes.FIRST_KNOWN,
        OperandTypes.operandMetadata(
            Collections.nCopies(OPERANDS, SqlTypeFamily.ANY),
            SequenceFunction::anyTypes,
            i -> "ARG" + i,
            i -> false),
        new Implementation(method(method)));
  }

  private static List<RelDataType> anyTypes(RelDataTypeFactory factory) {
    return Collections.nCopies(OPERANDS, factory.createSqlType(SqlTypeName.ANY));
  }

  SqlCall of(QualifiedName sequence, SqlParserPos at) {
    return createCall(
        at,
        SqlLiteral.createCharString(sequence.schema(), at),
        SqlLiteral.createCharString(sequence.name(), at));
  }

  /** Whether a call with so many operands has its number. */
  public boolean isNumbered(int operands) {
    return operands > OPERANDS;
  }

  @Override
  public boolean isDeterministic() {
    return false;
  }

  /** For generated code: takes the next value. */
  public static long next(DataContext context, String schema, String name, int call) {
    return SequenceValues.of(context).next(new QualifiedName(schema, name));
  }

  /** For generated code: the value that was taken last. */
  public static long current(DataContext context, String schema, String name, int call) {
    return SequenceValues.of(context).current(new QualifiedName(schema, name));
  }

  private static Method method(String name) {
    for (Method method : SequenceFunction.class.getMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new IllegalStateException("no method " + name);
  }

  /** The static method that computes a function, with the data context before its operands. */
  private record Implementation(Method method) implements ImplementableFunction {
    @Override
    public List<FunctionParameter> getParameters() {
      return List.of();
    }

    @Override
    public CallImplementor getImplementor() {
      return RexImpTable.createImplementor(
          (translator, call, operands) -> call(requireNonNull(translator.getRoot()), operands),
          NullPolicy.STRICT,
          false);
    }

    private Expression call(Expression context, List<Expression> operands) {
      return Expressions.call(method, context, operands.get(0), operands.get(1), operands.get(2));
    }
  }
}
