package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A change of rows {@code RETURNING items}: what it changed, as the rows of a query. */
public final class SqlReturning extends SqlCall {
  private static final SqlOperator OPERATOR = new SqlSpecialOperator("RETURNING", SqlKind.OTHER);

  private final SqlNode change;
  private final SqlNodeList items;

  /**
   * A change and what it returns.
   *
   * @param items as those of a SELECT
   */
  public SqlReturning(SqlParserPos pos, SqlNode change, SqlNodeList items) {
    super(pos);
    this.change = change;
    this.items = items;
  }

  /** The INSERT, UPDATE or DELETE. */
  public SqlNode change() {
    return change;
  }

  /** What is returned of each row, as in a SELECT. */
  public SqlNodeList items() {
    return items;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(change, items);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    change.unparse(writer, leftPrec, rightPrec);
    writer.keyword("RETURNING");
    items.unparse(writer, 0, 0);
  }
}
