package io.vectra.calcite.function;

import static java.util.Objects.requireNonNull;

import io.vectra.calcite.exact.CompiledFunction;
import io.vectra.calcite.schema.VectraTypeFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.impl.AggregateFunctionImpl;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** The operators of vectors. Every distance is a call of {@link #VECTOR_DISTANCE}. */
public final class VectraOperators {
  private static final SqlReturnTypeInference NULLABLE_DOUBLE =
      ReturnTypes.explicit(
          factory ->
              factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DOUBLE), true));
  private static final SqlReturnTypeInference NULLABLE_INTEGER =
      ReturnTypes.explicit(
          factory ->
              factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.INTEGER), true));
  private static final SqlReturnTypeInference NULLABLE_VECTOR =
      ReturnTypes.explicit(
          factory ->
              factory.createTypeWithNullability(((VectraTypeFactory) factory).vectorType(), true));

  private static final SqlReturnTypeInference NULLABLE_TEXT =
      ReturnTypes.explicit(
          factory ->
              factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), true));

  /** {@code VECTOR_DISTANCE(vector, vector, 'METRIC')}; NULL where there is no distance. */
  public static final SqlFunction VECTOR_DISTANCE =
      function("VECTOR_DISTANCE", "vectorDistance", 3, NULLABLE_DOUBLE);

  /** {@code VECTOR('[1,2,3]')}: a vector from its text. */
  public static final SqlFunction VECTOR = function("VECTOR", "vector", 1, NULLABLE_VECTOR);

  /** {@code CAST(x AS VECTOR(n))}. */
  static final SqlFunction VECTOR_OF = function("VECTOR_OF", "vectorOf", 2, NULLABLE_VECTOR);

  /** {@code CAST(vector AS VARCHAR)}. */
  static final SqlFunction VECTOR_TEXT = function("VECTOR_TEXT", "vectorText", 1, NULLABLE_TEXT);

  /** {@code vector + vector}. */
  static final SqlFunction VECTOR_ADD = function("VECTOR_ADD", "vectorAdd", 2, NULLABLE_VECTOR);

  /** {@code vector - vector}. */
  static final SqlFunction VECTOR_SUBTRACT =
      function("VECTOR_SUBTRACT", "vectorSubtract", 2, NULLABLE_VECTOR);

  /** {@code vector * vector}. */
  static final SqlFunction VECTOR_MULTIPLY =
      function("VECTOR_MULTIPLY", "vectorMultiply", 2, NULLABLE_VECTOR);

  /** {@code SUM(vector)}. */
  static final SqlAggFunction VECTOR_SUM = aggregate("VECTOR_SUM", VectorSum.Sum.class);

  /** {@code AVG(vector)}. */
  static final SqlAggFunction VECTOR_AVG = aggregate("VECTOR_AVG", VectorSum.Average.class);

  private static final SqlFunction SUBVECTOR =
      function("SUBVECTOR", "subvector", 3, NULLABLE_VECTOR);
  private static final SqlFunction VECTOR_DIMS =
      function("VECTOR_DIMS", "vectorDims", 1, NULLABLE_INTEGER);
  private static final SqlFunction VECTOR_NORM =
      function("VECTOR_NORM", "vectorNorm", 1, NULLABLE_DOUBLE);
  private static final SqlFunction L2_NORMALIZE =
      function("L2_NORMALIZE", "l2Normalize", 1, NULLABLE_VECTOR);

  private static final SqlOperatorTable TABLE =
      SqlOperatorTables.chain(
          SqlOperatorTables.of(
              VECTOR_DISTANCE,
              VECTOR,
              VECTOR_OF,
              VECTOR_TEXT,
              VECTOR_ADD,
              VECTOR_SUBTRACT,
              VECTOR_MULTIPLY,
              VECTOR_SUM,
              VECTOR_AVG,
              SUBVECTOR,
              VECTOR_DIMS,
              VECTOR_NORM,
              L2_NORMALIZE),
          SqlOperatorTables.of(ScalarOperators.all()),
          SqlOperatorTables.of(JsonOperators.all()),
          SqlOperatorTables.of(SequenceFunction.NEXT, SequenceFunction.CURRENT),
          SqlStdOperatorTable.instance());

  private VectraOperators() {}

  /** Standard SQL's operators, those of other databases, and the ones of vectors. */
  public static SqlOperatorTable table() {
    return TABLE;
  }

  private static SqlFunction function(
      String name, String method, int operands, SqlReturnTypeInference returnType) {
    List<SqlTypeFamily> families = Collections.nCopies(operands, SqlTypeFamily.ANY);
    return new SqlUserDefinedFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        returnType,
        (binding, unknown, types) -> inferOperands(binding.getTypeFactory(), types),
        OperandTypes.operandMetadata(
            families, factory -> anyTypes(factory, operands), i -> "ARG" + i, i -> false),
        new CompiledFunction(implementation(method)));
  }

  /** What is offered to a stock Calcite connection, by name. */
  public static Map<String, Function> functions() {
    Map<String, Function> functions = new TreeMap<>();
    for (SqlFunction each :
        List.of(VECTOR_DISTANCE, VECTOR, SUBVECTOR, VECTOR_DIMS, VECTOR_NORM, L2_NORMALIZE)) {
      functions.put(each.getName(), ((SqlUserDefinedFunction) each).getFunction());
    }
    return functions;
  }

  /** Whether an operator is {@link #VECTOR_DISTANCE}, if only by its function. */
  public static boolean isDistance(SqlOperator operator) {
    return is(operator, VECTOR_DISTANCE);
  }

  /** A stock Calcite connection makes an operator of its own of a function of a schema. */
  private static boolean is(SqlOperator operator, SqlFunction own) {
    return operator == own
        || operator instanceof SqlUserDefinedFunction made
            && made.getFunction() == ((SqlUserDefinedFunction) own).getFunction();
  }

  /** Whether a function gives a vector for vectors, so that one of constants is a constant. */
  public static boolean givesVector(SqlOperator operator) {
    return is(operator, VECTOR)
        || operator == VECTOR_OF
        || operator == VECTOR_ADD
        || operator == VECTOR_SUBTRACT
        || operator == VECTOR_MULTIPLY
        || is(operator, L2_NORMALIZE);
  }

  /** The dimensions of {@code CAST(x AS VECTOR(n))}; 0 for another expression. */
  public static int castDimensions(RexNode node) {
    return node instanceof RexCall call
            && call.getOperator() == VECTOR_OF
            && call.getOperands().get(1) instanceof RexLiteral literal
        ? requireNonNull(literal.getValueAs(Integer.class))
        : 0;
  }

  /** The value of such a function; null for NULL. */
  public static @Nullable Object vector(SqlOperator operator, List<@Nullable Object> operands) {
    Object first = operands.get(0);
    if (is(operator, VECTOR)) {
      return VectorFunctions.vector(first);
    }
    if (is(operator, L2_NORMALIZE)) {
      return VectorFunctions.l2Normalize(first);
    }
    Object second = operands.get(1);
    if (operator == VECTOR_OF) {
      return VectorFunctions.vectorOf(first, ((Number) requireNonNull(second)).intValue());
    }
    if (operator == VECTOR_ADD) {
      return VectorFunctions.vectorAdd(first, second);
    }
    return operator == VECTOR_SUBTRACT
        ? VectorFunctions.vectorSubtract(first, second)
        : VectorFunctions.vectorMultiply(first, second);
  }

  private static SqlAggFunction aggregate(String name, Class<?> implementation) {
    return new SqlUserDefinedAggFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        NULLABLE_VECTOR,
        InferTypes.FIRST_KNOWN,
        OperandTypes.operandMetadata(
            List.of(SqlTypeFamily.ANY),
            factory -> anyTypes(factory, 1),
            i -> "ARG" + i,
            i -> false),
        requireNonNull(AggregateFunctionImpl.create(implementation)),
        false,
        false,
        Optionality.FORBIDDEN);
  }

  /** An operand of unknown type is a vector, the third one a text. */
  private static void inferOperands(RelDataTypeFactory factory, RelDataType[] types) {
    for (int i = 0; i < types.length; i++) {
      RelDataType type =
          i < 2
              ? ((VectraTypeFactory) factory).vectorType()
              : factory.createSqlType(SqlTypeName.VARCHAR);
      types[i] = factory.createTypeWithNullability(type, true);
    }
  }

  private static List<RelDataType> anyTypes(RelDataTypeFactory factory, int count) {
    List<RelDataType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(factory.createSqlType(SqlTypeName.ANY));
    }
    return types;
  }

  private static Method implementation(String name) {
    for (Method method : VectorFunctions.class.getMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new IllegalStateException("no function " + name);
  }
}
