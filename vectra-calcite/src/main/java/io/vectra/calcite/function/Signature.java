package io.vectra.calcite.function;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that a function takes: the last ones may be left out, or the last one repeated.
 *
 * @param least how many there must be at least
 * @param repeated whether the last one may come any number of times
 */
record Signature(List<Argument> arguments, int least, boolean repeated)
    implements SqlOperandMetadata {
  /** Exactly these arguments. */
  static Signature of(Argument... arguments) {
    return new Signature(List.of(arguments), arguments.length, false);
  }

  /** These arguments, of which those after the first ones may be left out. */
  static Signature optionalAfter(int least, Argument... arguments) {
    return new Signature(List.of(arguments), least, false);
  }

  /** These arguments, and more like the last one. */
  static Signature repeating(Argument... arguments) {
    return new Signature(List.of(arguments), arguments.length, true);
  }

  /** The argument at a place. */
  Argument argument(int place) {
    return arguments.get(Math.min(place, arguments.size() - 1));
  }

  /** Gives parameters the types that are expected in their places. */
  void infer(SqlCallBinding binding, RelDataType unknown, RelDataType[] types) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    RelDataType other = factory.createSqlType(SqlTypeName.VARCHAR);
    for (int i = 0; i < types.length; i++) {
      if (isKnown(binding, i)) {
        other = binding.getOperandType(i);
        break;
      }
    }
    for (int i = 0; i < types.length; i++) {
      types[i] = factory.createTypeWithNullability(argument(i).type(factory, other), true);
    }
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    for (int i = 0; i < binding.getOperandCount(); i++) {
      if (isKnown(binding, i) && !argument(i).accepts(binding.getOperandType(i))) {
        if (throwOnFailure) {
          throw binding.newValidationSignatureError();
        }
        return false;
      }
    }
    if (arguments.contains(Argument.RESULT) && commonType(binding) == null) {
      if (throwOnFailure) {
        throw binding.newValidationSignatureError();
      }
      return false;
    }
    return true;
  }

  /** The type that all arguments can be cast to; a text where nothing is known of any. */
  static @Nullable RelDataType commonType(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    List<RelDataType> known =
        binding.collectOperandTypes().stream().filter(Signature::isKnown).toList();
    RelDataType type = known.isEmpty() ? null : factory.leastRestrictive(known);
    boolean text = known.isEmpty() || type != null && SqlTypeUtil.isCharacter(type);
    RelDataType common = text ? factory.createSqlType(SqlTypeName.VARCHAR) : type;
    return common == null ? null : factory.createTypeWithNullability(common, true);
  }

  private static boolean isKnown(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case NULL, ANY, UNKNOWN -> false;
      default -> true;
    };
  }

  private static boolean isKnown(SqlCallBinding binding, int operand) {
    return binding.operand(operand).getKind() != SqlKind.DYNAMIC_PARAM
        && isKnown(binding.getOperandType(operand));
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    return repeated
        ? SqlOperandCountRanges.from(least)
        : SqlOperandCountRanges.between(least, arguments.size());
  }

  @Override
  public String getAllowedSignatures(SqlOperator operator, String name) {
    String words =
        arguments.stream()
            .map(argument -> "<" + argument.words() + ">")
            .collect(Collectors.joining(", "));
    return name + "(" + words + (repeated ? ", ..)" : ")");
  }

  @Override
  public boolean isFixedParameters() {
    return false;
  }

  @Override
  public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
    List<RelDataType> types = new ArrayList<>();
    RelDataType any = factory.createSqlType(SqlTypeName.ANY);
    arguments.forEach(argument -> types.add(argument.type(factory, any)));
    return types;
  }

  @Override
  public List<String> paramNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      names.add("ARG" + i);
    }
    return names;
  }
}
