package io.vectra.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXPLAIN [ANALYZE] [PLAN FOR] statement}. */
public final class SqlVectraExplain extends VectraStatement {
  private static final SqlOperator OPERATOR = operator("EXPLAIN", SqlKind.EXPLAIN);

  private final boolean analyze;
  private final SqlNode statement;

  public SqlVectraExplain(SqlParserPos pos, boolean analyze, SqlNode statement) {
    super(pos);
    this.analyze = analyze;
    this.statement = requireNonNull(statement, "statement is null");
  }

  /** Whether the statement is also run, and what it cost is shown. */
  public boolean analyze() {
    return analyze;
  }

  /** The query, INSERT, UPDATE, DELETE or MERGE that is explained. */
  public SqlNode statement() {
    return statement;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(statement);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(analyze ? "EXPLAIN ANALYZE" : "EXPLAIN");
    writer.newlineAndIndent();
    statement.unparse(writer, 0, 0);
  }
}
