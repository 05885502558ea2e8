package io.vectra.calcite.function;

import io.vectra.calcite.parser.SqlJsonTypeNameSpec;
import io.vectra.calcite.schema.DeclaredTypes;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.type.SqlTypeName;

/** The type after RETURNING, and the text by which a call of a function names it. */
final class JsonReturning {
  static final String TEXT = text(ColumnType.varchar(0));

  private JsonReturning() {}

  /** The text of a type. */
  static String text(SqlDataTypeSpec written) {
    DeclaredTypes.check(written, "RETURNING");
    if (written.getTypeNameSpec() instanceof SqlJsonTypeNameSpec) {
      return TEXT;
    }
    SqlTypeName name =
        written.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
            ? SqlTypeName.get(basic.getTypeName().getSimple())
            : null;
    if (name == null) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "RETURNING " + written + " is not supported yet.");
    }
    SqlBasicTypeNameSpec basic = (SqlBasicTypeNameSpec) written.getTypeNameSpec();
    VectraTypeFactory factory = new VectraTypeFactory();
    RelDataType type =
        basic.getPrecision() < 0
            ? factory.createSqlType(name)
            : basic.getScale() < 0
                ? factory.createSqlType(name, basic.getPrecision())
                : factory.createSqlType(name, basic.getPrecision(), basic.getScale());
    return text(TypeMapping.toEngine(type));
  }

  private static String text(ColumnType type) {
    return type.kind() + " " + type.precision() + " " + type.scale();
  }

  /** The type of a text. */
  static ColumnType type(String text) {
    String[] parts = text.split(" ", -1);
    return new ColumnType(
        Kind.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }
}
