package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code query FOR UPDATE [OF table] [NOWAIT]}. */
public final class SqlLocking extends SqlCall {
  private static final SqlOperator OPERATOR = new SqlSpecialOperator("FOR UPDATE", SqlKind.OTHER);

  private final SqlNode query;
  private final @Nullable SqlIdentifier of;
  private final boolean wait;

  public SqlLocking(SqlParserPos pos, SqlNode query, @Nullable SqlIdentifier of, boolean wait) {
    super(pos);
    this.query = query;
    this.of = of;
    this.wait = wait;
  }

  /** The query whose rows are locked. */
  public SqlNode query() {
    return query;
  }

  /** The table whose rows are locked, as the query calls it; null for all. */
  public @Nullable SqlIdentifier of() {
    return of;
  }

  /** Whether to wait for rows that others hold. */
  public boolean waits() {
    return wait;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(query);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    query.unparse(writer, leftPrec, rightPrec);
    writer.keyword("FOR UPDATE");
    if (of != null) {
      writer.keyword("OF");
      of.unparse(writer, 0, 0);
    }
    if (!wait) {
      writer.keyword("NOWAIT");
    }
  }
}
