package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE} of something that is neither a table nor an index. */
public final class SqlCreateDefinition extends SqlCreate implements SqlDefining {
  private static final SqlSpecialOperator OPERATOR =
      new SqlSpecialOperator("CREATE", SqlKind.OTHER_DDL);

  private final Definition definition;

  public SqlCreateDefinition(SqlParserPos pos, Definition definition) {
    super(OPERATOR, pos, false, false);
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
