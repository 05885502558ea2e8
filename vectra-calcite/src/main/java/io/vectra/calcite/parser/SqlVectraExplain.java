package io.vectra.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code EXPLAIN [ANALYZE] [PLAN FOR] statement}. */
public final class SqlVectraExplain extends SqlCall {
  /** Makes the class again when a shuttle has replaced the statement. */
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("EXPLAIN", SqlKind.EXPLAIN) {
        @Override
        public SqlCall createCall(
            @Nullable SqlLiteral quantifier, SqlParserPos pos, @Nullable SqlNode... operands) {
          SqlLiteral analyze = (SqlLiteral) requireNonNull(operands[0], "analyze is null");
          SqlNode statement = requireNonNull(operands[1], "statement is null");
          return new SqlVectraExplain(pos, analyze.booleanValue(), statement);
        }
      };

  private static final int STATEMENT_OPERAND = 1;

  private final boolean analyze;
  private SqlNode statement;

  public SqlVectraExplain(SqlParserPos pos, boolean analyze, SqlNode statement) {
    super(pos);
    this.analyze = analyze;
    this.statement = statement;
  }

  /** Whether the statement is run too, and counted. */
  public boolean analyze() {
    return analyze;
  }

  /** The query, or the change of rows, to explain. */
  public SqlNode statement() {
    return statement;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(SqlLiteral.createBoolean(analyze, getParserPosition()), statement);
  }

  @Override
  public void setOperand(int i, @Nullable SqlNode operand) {
    if (i != STATEMENT_OPERAND || operand == null) {
      throw new IllegalArgumentException("Operand " + i + " of EXPLAIN cannot be set");
    }
    statement = operand;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("EXPLAIN");
    if (analyze) {
      writer.keyword("ANALYZE");
    }
    writer.keyword("PLAN FOR");
    statement.unparse(writer, 0, 0);
  }
}
