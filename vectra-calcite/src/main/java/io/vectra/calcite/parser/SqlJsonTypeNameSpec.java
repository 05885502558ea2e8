package io.vectra.calcite.parser;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The type {@code JSON}. To the planner it is a text: the engine checks what is stored. */
public final class SqlJsonTypeNameSpec extends SqlTypeNameSpec {
  /** The type, written at a place of the statement. */
  public SqlJsonTypeNameSpec(SqlParserPos pos) {
    super(new SqlIdentifier("JSON", pos), pos);
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    return validator.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("JSON");
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
    return other instanceof SqlJsonTypeNameSpec
        ? litmus.succeed()
        : litmus.fail("{} != {}", this, other);
  }
}
