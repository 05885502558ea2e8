package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectorCalls;
import io.vectra.calcite.parser.VectraConformance;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.apache.calcite.util.Static;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's validator, with what it forgets. A parameter whose type does not follow from where it
 * stands has the type of what is bound to it.
 */
final class VectraValidator extends SqlValidatorImpl {
  private final ParameterBinding binding;

  /** Parameters that are an operand of arithmetic. */
  private final Set<Integer> computed = new HashSet<>();

  /** Parameters that are compared with what is no column. */
  private final Set<Integer> compared = new HashSet<>();

  private final Set<Integer> open = new HashSet<>();

  /** Operands that have got types before the call that they are of. */
  private final Set<SqlNode> inferred = Collections.newSetFromMap(new IdentityHashMap<>());

  VectraValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader catalogReader,
      VectraTypeFactory typeFactory,
      ParameterBinding binding) {
    super(
        operators,
        catalogReader,
        typeFactory,
        SqlValidator.Config.DEFAULT
            .withConformance(VectraConformance.INSTANCE)
            .withIdentifierExpansion(true)
            .withTypeCoercionEnabled(true)
            .withTypeCoercionFactory(ComparedTypes::new));
    this.binding = binding;
  }

  /**
   * What is known of parameters that may be of any type.
   *
   * @param types by position; null, or missing, where nothing is known
   * @param otherwise the type of those
   */
  record ParameterBinding(List<@Nullable BindType> types, SqlTypeName otherwise) {
    /** Nothing has been bound: what may be anything is taken for a text. */
    static final ParameterBinding TEXTS = new ParameterBinding(List.of(), SqlTypeName.VARCHAR);

    /** Nothing has been bound: what may be anything, or is computed with, stays so. */
    static final ParameterBinding ANYTHING = new ParameterBinding(List.of(), SqlTypeName.ANY);

    @Nullable BindType type(int index) {
      return index < types.size() ? types.get(index) : null;
    }
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    if (node instanceof SqlDynamicParam parameter) {
      super.inferUnknownTypes(parameterType(parameter.getIndex(), inferredType), scope, node);
      return;
    }
    if (node instanceof SqlCall call && isArithmetic(call.getKind())) {
      addParameters(call, computed);
    } else if (node instanceof SqlCall call
        && (call.isA(SqlKind.COMPARISON) || call.getKind() == SqlKind.BETWEEN)
        && call.getOperandList().stream().noneMatch(SqlIdentifier.class::isInstance)) {
      addParameters(call, compared);
    }
    if (node instanceof SqlCall call && !call.isA(SqlKind.QUERY)) {
      inferWithin(call, scope);
    }
    super.inferUnknownTypes(inferredType, scope, node);
  }

  private static void addParameters(SqlCall call, Set<Integer> parameters) {
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlDynamicParam parameter) {
        parameters.add(parameter.getIndex());
      }
    }
  }

  /** Operands get types before types are derived from them, as in {@code 'a' || ? = b}. */
  private void inferWithin(SqlCall call, SqlValidatorScope scope) {
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlNodeList list) {
        list.forEach(each -> inferOperand(each, scope));
      } else {
        inferOperand(operand, scope);
      }
    }
  }

  private void inferOperand(@Nullable SqlNode operand, SqlValidatorScope scope) {
    if (operand instanceof SqlCall inner
        && !inner.isA(SqlKind.QUERY)
        && hasParameter(inner)
        && inferred.add(inner)) {
      inferUnknownTypes(unknownType, scope, inner);
    }
  }

  /** Whether a call has a parameter as an operand, or a CASE one in its branches. */
  private static boolean hasParameter(SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlDynamicParam
          || operand instanceof SqlNodeList branches && hasParameter(branches)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasParameter(SqlNodeList branches) {
    return branches.stream()
        .anyMatch(
            branch ->
                branch instanceof SqlDynamicParam
                    || branch instanceof SqlCall call
                        && !call.isA(SqlKind.QUERY)
                        && hasParameter(call));
  }

  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
    if (node instanceof SqlBasicCall call
        && VectorCalls.concerns(call)
        && getValidatedNodeTypeIfKnown(node) == null) {
      SqlValidatorScope operands = scope.getOperandScope(call);
      VectorCalls.adapt(call, operand -> operandType(operands, operand));
    }
    return super.deriveType(scope, node);
  }

  private RelDataType operandType(SqlValidatorScope scope, SqlNode operand) {
    return operand instanceof SqlDataTypeSpec type
        ? type.deriveType(this)
        : deriveType(scope, operand);
  }

  private static boolean isArithmetic(SqlKind kind) {
    return switch (kind) {
      case PLUS, MINUS, TIMES, DIVIDE, MOD, MINUS_PREFIX, PLUS_PREFIX -> true;
      default -> false;
    };
  }

  private RelDataType parameterType(int index, RelDataType inferredType) {
    boolean anything = inferredType.equals(unknownType);
    if (compared.contains(index) && SqlTypeUtil.isIntType(inferredType)) {
      return comparedType(index, inferredType);
    }
    if (!anything && !computed.contains(index)) {
      return asLongAsItIs(inferredType);
    }
    open.add(index);
    BindType bound = binding.type(index);
    if (bound != null) {
      return bound.in((VectraTypeFactory) typeFactory);
    }
    return anything || binding.otherwise() == SqlTypeName.ANY
        ? typeFactory.createTypeWithNullability(
            typeFactory.createSqlType(binding.otherwise()), true)
        : inferredType;
  }

  /** Beside an integer that is no column, a number may be larger than the integer's type. */
  private RelDataType comparedType(int index, RelDataType inferredType) {
    open.add(index);
    BindType bound = binding.type(index);
    return bound != null && bound.isNumber()
        ? bound.in((VectraTypeFactory) typeFactory)
        : inferredType;
  }

  /** A text that is bound has its own length, not that of what it stands beside. */
  private RelDataType asLongAsItIs(RelDataType type) {
    return SqlTypeUtil.isCharacter(type) && type.getPrecision() >= 0
        ? typeFactory.createTypeWithNullability(
            typeFactory.createSqlType(SqlTypeName.VARCHAR), type.isNullable())
        : type;
  }

  boolean hasOpenParameters() {
    return !open.isEmpty();
  }

  /** The parameters of a statement that has been validated. */
  Parameters parameters(SqlNode validated) {
    SortedMap<Integer, RelDataType> types = new TreeMap<>();
    Map<Integer, RelDataType> tested = new HashMap<>();
    Map<Integer, RelDataType> untold = new HashMap<>();
    validated.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            return add(parameter, getValidatedNodeTypeIfKnown(parameter), types);
          }

          /** A test for NULL fits each type: COALESCE(?, x) has one, and then the value. */
          @Override
          public @Nullable Void visit(SqlCall call) {
            return (call.getKind() == SqlKind.IS_NULL || call.getKind() == SqlKind.IS_NOT_NULL)
                    && call.operand(0) instanceof SqlDynamicParam parameter
                ? add(parameter, getValidatedNodeTypeIfKnown(parameter), tested)
                : super.visit(call);
          }

          private @Nullable Void add(
              SqlDynamicParam parameter,
              @Nullable RelDataType type,
              Map<Integer, RelDataType> places) {
            (type == null ? untold : places)
                .putIfAbsent(
                    parameter.getIndex(),
                    type == null ? typeFactory.createSqlType(SqlTypeName.ANY) : type);
            return null;
          }
        });
    tested.forEach(types::putIfAbsent);
    untold.forEach(types::putIfAbsent);
    List<RelDataType> known = new ArrayList<>();
    types.forEach(
        (index, type) -> {
          while (known.size() < index) {
            known.add(typeFactory.createSqlType(SqlTypeName.ANY));
          }
          known.add(type);
        });
    return new Parameters(known, open);
  }

  /** Of more values than columns Calcite tells an index that is out of bounds. */
  @Override
  protected RelDataType getLogicalTargetRowType(RelDataType targetRowType, SqlInsert insert) {
    int columns = targetRowType.getFieldCount();
    int values = getValidatedNodeType(insert.getSource()).getFieldCount();
    if (insert.getTargetColumnList() == null && values > columns) {
      throw newValidationError(
          insert.getSource(), Static.RESOURCE.unmatchInsertColumn(columns, values));
    }
    return super.getLogicalTargetRowType(targetRowType, insert);
  }

  /** Of some values that do not fit their column Calcite tells an exception without words. */
  @Override
  protected void checkTypeAssignment(
      @Nullable SqlValidatorScope sourceScope,
      SqlValidatorTable table,
      RelDataType sourceRowType,
      RelDataType targetRowType,
      SqlNode query) {
    try {
      super.checkTypeAssignment(sourceScope, table, sourceRowType, targetRowType, query);
    } catch (ClassCastException | IndexOutOfBoundsException e) {
      int values = sourceRowType.getFieldCount();
      for (int i = 0; i < Math.min(values, targetRowType.getFieldCount()); i++) {
        // The values of SET come after those of the row that is there.
        int last = values - 1 - i;
        RelDataTypeField column =
            targetRowType.getFieldList().get(targetRowType.getFieldCount() - 1 - i);
        RelDataType value = sourceRowType.getFieldList().get(last).getType();
        if (!SqlTypeUtil.canAssignFrom(column.getType(), value)) {
          throw new VectraException(
              ErrorCode.DATATYPE_MISMATCH,
              "A "
                  + value
                  + " cannot be assigned to column "
                  + column.getName()
                  + ", which is "
                  + column.getType()
                  + ": cast it.",
              e);
        }
      }
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          "A value does not fit the type of the column that it is assigned to: cast it.",
          e);
    }
  }

  @Override
  protected void validateOrderList(SqlSelect select) {
    SqlNodeList orders = select.getOrderList();
    if (orders != null) {
      for (SqlNode order : orders) {
        inferUnknownTypes(unknownType, getOrderScope(select), order);
      }
    }
    super.validateOrderList(select);
  }
}
