package io.vectra.calcite.prepare;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/** The types that values of different types are compared in; a text and a UUID are both UUIDs. */
final class ComparedTypes extends TypeCoercionImpl {
  ComparedTypes(RelDataTypeFactory typeFactory, SqlValidator validator) {
    super(typeFactory, validator);
  }

  @Override
  public @Nullable RelDataType commonTypeForBinaryComparison(
      @Nullable RelDataType left, @Nullable RelDataType right) {
    if (left != null
        && right != null
        && (isUuidAndText(left, right) || isUuidAndText(right, left))) {
      return factory.createTypeWithNullability(
          factory.createSqlType(SqlTypeName.UUID), left.isNullable() || right.isNullable());
    }
    return super.commonTypeForBinaryComparison(left, right);
  }

  private static boolean isUuidAndText(RelDataType uuid, RelDataType text) {
    return uuid.getSqlTypeName() == SqlTypeName.UUID && SqlTypeUtil.isCharacter(text);
  }
}
