package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/** A statement that begins or ends a transaction, or names or uses a savepoint. */
public final class SqlTransactionControl extends SqlCall {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("TRANSACTION CONTROL", SqlKind.OTHER_DDL);

  /** What the statement does, with its canonical text. */
  public enum Kind {
    BEGIN("BEGIN"),
    COMMIT("COMMIT"),
    ROLLBACK("ROLLBACK"),
    SAVEPOINT("SAVEPOINT"),
    ROLLBACK_TO_SAVEPOINT("ROLLBACK TO SAVEPOINT"),
    RELEASE_SAVEPOINT("RELEASE SAVEPOINT");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }
  }

  private final Kind kind;
  private final @Nullable SqlIdentifier savepoint;

  private SqlTransactionControl(SqlParserPos pos, Kind kind, @Nullable SqlIdentifier savepoint) {
    super(pos);
    this.kind = kind;
    this.savepoint = savepoint;
  }

  /** A statement that names no savepoint. */
  public static SqlTransactionControl of(SqlParserPos pos, Kind kind) {
    return new SqlTransactionControl(pos, kind, null);
  }

  /** A statement that names a savepoint. */
  public static SqlTransactionControl of(SqlParserPos pos, Kind kind, SqlIdentifier savepoint) {
    return new SqlTransactionControl(pos, kind, savepoint);
  }

  /** What the statement does. */
  public Kind kind() {
    return kind;
  }

  /** The savepoint's name; null for BEGIN, COMMIT and ROLLBACK. */
  public @Nullable String savepoint() {
    return savepoint == null ? null : savepoint.getSimple();
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return ImmutableNullableList.of(SqlLiteral.createSymbol(kind, getParserPosition()), savepoint);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind.sql);
    if (savepoint != null) {
      savepoint.unparse(writer, leftPrec, rightPrec);
    }
  }
}
