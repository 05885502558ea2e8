package io.vectra.calcite.schema;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** Calcite's types with UTF-8 strings, unlimited VARCHAR and wider decimals. */
public final class VectraTypeFactory extends JavaTypeFactoryImpl {
  private static final RelDataTypeSystem TYPE_SYSTEM = new VectraTypeSystem();

  public VectraTypeFactory() {
    super(TYPE_SYSTEM);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }

  /** The type of a vector: an array of REAL. */
  public RelDataType vectorType() {
    return createArrayType(createSqlType(SqlTypeName.REAL), -1);
  }

  /** Whether a type is that of vectors. */
  public static boolean isVector(RelDataType type) {
    RelDataType component = type.getComponentType();
    return type.getSqlTypeName() == SqlTypeName.ARRAY
        && component != null
        && component.getSqlTypeName() == SqlTypeName.REAL;
  }

  /** Precisions as the engine has them. */
  private static final class VectraTypeSystem extends RelDataTypeSystemImpl {
    private static final int DECIMAL_DIGITS = 38;

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxPrecision(typeName);
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxScale(typeName);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case DECIMAL -> DECIMAL_DIGITS;
        case TIME, TIMESTAMP -> 3;
        default -> super.getDefaultPrecision(typeName);
      };
    }

    /** Without this, {@code IN ('a', 'bcd')} would compare with {@code 'a '}. */
    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }
  }
}
