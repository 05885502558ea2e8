package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A change of something that is there already, such as {@code ALTER SEQUENCE}. */
public final class SqlChangeDefinition extends SqlCall implements SqlDefining {
  private static final SqlSpecialOperator OPERATOR =
      new SqlSpecialOperator("ALTER", SqlKind.OTHER_DDL);

  private final Definition definition;

  public SqlChangeDefinition(SqlParserPos pos, Definition definition) {
    super(pos);
    this.definition = definition;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }
}
