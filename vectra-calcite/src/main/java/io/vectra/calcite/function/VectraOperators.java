package io.vectra.calcite.function;

import io.vectra.calcite.schema.VectraTypeFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

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

  /** {@code VECTOR_DISTANCE(vector, vector, 'METRIC')}; NULL where there is no distance. */
  public static final SqlFunction VECTOR_DISTANCE =
      function("VECTOR_DISTANCE", "vectorDistance", 3, NULLABLE_DOUBLE);

  /** {@code VECTOR('[1,2,3]')}: a vector from its text. */
  public static final SqlFunction VECTOR = function("VECTOR", "vector", 1, NULLABLE_VECTOR);

  private static final SqlFunction VECTOR_DIMS =
      function("VECTOR_DIMS", "vectorDims", 1, NULLABLE_INTEGER);
  private static final SqlFunction VECTOR_NORM =
      function("VECTOR_NORM", "vectorNorm", 1, NULLABLE_DOUBLE);
  private static final SqlFunction L2_NORMALIZE =
      function("L2_NORMALIZE", "l2Normalize", 1, NULLABLE_VECTOR);

  private static final SqlOperatorTable TABLE =
      SqlOperatorTables.chain(
          SqlOperatorTables.of(VECTOR_DISTANCE, VECTOR, VECTOR_DIMS, VECTOR_NORM, L2_NORMALIZE),
          SqlStdOperatorTable.instance());

  private VectraOperators() {}

  /** Standard SQL's operators and the ones of vectors. */
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
        Objects.requireNonNull(ScalarFunctionImpl.create(implementation(method))));
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
