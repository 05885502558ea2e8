package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Modes of transactions: {@code BEGIN modes}, {@code SET TRANSACTION modes}, or {@code SET SESSION
 * CHARACTERISTICS AS TRANSACTION modes}.
 */
public final class SqlTransactionModes extends SqlCall {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("TRANSACTION MODES", SqlKind.OTHER_DDL);

  /** Which transactions the modes are for, with the words that say so. */
  public enum Scope {
    /** One that begins. */
    BEGIN("BEGIN"),
    /** The open one, or the next. */
    TRANSACTION("SET TRANSACTION"),
    /** All that begin from now on. */
    SESSION("SET SESSION CHARACTERISTICS AS TRANSACTION");

    private final String sql;

    Scope(String sql) {
      this.sql = sql;
    }
  }

  private final Scope scope;
  private final Modes modes;

  public SqlTransactionModes(SqlParserPos pos, Scope scope, Modes modes) {
    super(pos);
    this.scope = scope;
    this.modes = modes;
  }

  /**
   * What is said of a transaction; null for what is not.
   *
   * @param readOnly whether it may not change anything
   * @param statementSnapshots whether each of its statements sees what was committed before it
   *     (READ COMMITTED), or all see the same (REPEATABLE READ)
   */
  public record Modes(@Nullable Boolean readOnly, @Nullable Boolean statementSnapshots) {
    public static final Modes NONE = new Modes(null, null);

    /** These with an access mode. */
    public Modes readOnly(boolean only) {
      return new Modes(only, statementSnapshots);
    }

    /** These with an isolation level. */
    public Modes statementSnapshots(boolean each) {
      return new Modes(readOnly, each);
    }
  }

  public Scope scope() {
    return scope;
  }

  public Modes modes() {
    return modes;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(scope.sql);
    Boolean each = modes.statementSnapshots();
    if (each != null) {
      writer.keyword("ISOLATION LEVEL");
      writer.keyword(each ? "READ COMMITTED" : "REPEATABLE READ");
    }
    Boolean only = modes.readOnly();
    if (only != null) {
      writer.keyword(only ? "READ ONLY" : "READ WRITE");
    }
  }
}
