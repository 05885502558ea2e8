package io.vectra.calcite.parser;

import io.vectra.engine.schema.ColumnType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/**
 * The type {@code VECTOR(n)}. To the planner it is an array of REAL: Calcite 1.42 keeps no length
 * in the type of an array, so n is known here and in the table's schema alone.
 */
public final class SqlVectorTypeNameSpec extends SqlTypeNameSpec {
  private final int dimensions;

  private SqlVectorTypeNameSpec(int dimensions, SqlParserPos pos) {
    super(new SqlIdentifier("VECTOR", pos), pos);
    this.dimensions = dimensions;
  }

  /**
   * Makes the type of vectors of {@code dimensions} components.
   *
   * @param element the component type as written, or null where none was
   */
  public static SqlVectorTypeNameSpec of(
      int dimensions, @Nullable SqlIdentifier element, SqlParserPos pos) {
    ColumnType.vector(dimensions); // checks the limits
    if (element != null && !element.getSimple().equals("FLOAT32")) {
      Refusals.refuse(
          "A vector of " + element.getSimple() + " (only FLOAT32)", element.getParserPosition());
    }
    return new SqlVectorTypeNameSpec(dimensions, pos);
  }

  /** The type of vectors that have as many components as they have, which a cast may name. */
  public static SqlVectorTypeNameSpec ofAnyDimensions(SqlParserPos pos) {
    return new SqlVectorTypeNameSpec(0, pos);
  }

  /** How many components a vector has, 1 to the engine's limit; 0 where that is not said. */
  public int dimensions() {
    return dimensions;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    RelDataTypeFactory types = validator.getTypeFactory();
    return types.createArrayType(types.createSqlType(SqlTypeName.REAL), -1);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.print(dimensions == 0 ? "VECTOR" : "VECTOR(" + dimensions + ")");
    writer.setNeedWhitespace(true);
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
    if (other instanceof SqlVectorTypeNameSpec vector && vector.dimensions == dimensions) {
      return litmus.succeed();
    }
    return litmus.fail("{} != {}", this, other);
  }
}
