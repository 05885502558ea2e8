package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlDrop;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP} of something that is neither a table nor an index. */
public final class SqlDropDefinition extends SqlDrop implements SqlDefining {
  private static final SqlSpecialOperator OPERATOR =
      new SqlSpecialOperator("DROP", SqlKind.OTHER_DDL);

  private final Definition definition;

  public SqlDropDefinition(SqlParserPos pos, Definition definition) {
    super(OPERATOR, pos, false);
    this.definition = definition;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }
}
