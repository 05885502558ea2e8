package io.vectra.calcite.parser;

import static java.util.Objects.requireNonNull;

import io.vectra.calcite.parser.ExplainOptions.Format;
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

/** {@code EXPLAIN [ANALYZE | (option, ..)] [PLAN FOR] statement}. */
public final class SqlVectraExplain extends SqlCall {
  /** Makes the class again when a shuttle has replaced the statement. */
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("EXPLAIN", SqlKind.EXPLAIN) {
        @Override
        public SqlCall createCall(
            @Nullable SqlLiteral quantifier, SqlParserPos pos, @Nullable SqlNode... operands) {
          SqlLiteral analyze = (SqlLiteral) requireNonNull(operands[0], "analyze is null");
          SqlLiteral format = (SqlLiteral) requireNonNull(operands[1], "format is null");
          SqlNode statement = requireNonNull(operands[STATEMENT_OPERAND], "statement is null");
          return new SqlVectraExplain(
              pos,
              new ExplainOptions(
                  analyze.booleanValue(), requireNonNull(format.symbolValue(Format.class))),
              statement);
        }
      };

  private static final int STATEMENT_OPERAND = 2;

  private final ExplainOptions options;
  private SqlNode statement;

  public SqlVectraExplain(SqlParserPos pos, ExplainOptions options, SqlNode statement) {
    super(pos);
    this.options = options;
    this.statement = statement;
  }

  public ExplainOptions options() {
    return options;
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
    return List.of(
        SqlLiteral.createBoolean(options.analyze(), getParserPosition()),
        SqlLiteral.createSymbol(options.format(), getParserPosition()),
        statement);
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
    if (options.format() == Format.JSON) {
      writer.keyword(options.analyze() ? "(ANALYZE, FORMAT JSON)" : "(FORMAT JSON)");
    } else {
      if (options.analyze()) {
        writer.keyword("ANALYZE");
      }
      writer.keyword("PLAN FOR");
    }
    statement.unparse(writer, 0, 0);
  }
}
