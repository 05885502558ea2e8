package io.vectra.calcite.parser;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The type {@code VECTOR(n)}; the planner sees an array of REAL NOT NULL. */
public final class SqlVectorTypeNameSpec extends SqlTypeNameSpec {
  private final int dimensions;

  public SqlVectorTypeNameSpec(SqlParserPos pos, int dimensions) {
    super(new SqlIdentifier("VECTOR", pos), pos);
    this.dimensions = dimensions;
  }

  /** How many components a value has, as written; the catalog checks the range. */
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
    writer.keyword("VECTOR");
    SqlWriter.Frame frame = writer.startList("(", ")");
    writer.print(dimensions);
    writer.endList(frame);
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
    if (other instanceof SqlVectorTypeNameSpec vector && vector.dimensions == dimensions) {
      return litmus.succeed();
    }
    return litmus.fail("{} != {}", this, other);
  }
}
