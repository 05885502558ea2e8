package io.vectra.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** BEGIN, COMMIT, ROLLBACK and the statements on savepoints. */
public final class SqlTransactionControl extends VectraStatement {

  /** What happens to the transaction; the last three name a savepoint. */
  public enum Kind {
    BEGIN("BEGIN", SqlKind.OTHER, false),
    COMMIT("COMMIT", SqlKind.COMMIT, false),
    ROLLBACK("ROLLBACK", SqlKind.ROLLBACK, false),
    SAVEPOINT("SAVEPOINT", SqlKind.OTHER, true),
    ROLLBACK_TO("ROLLBACK TO SAVEPOINT", SqlKind.ROLLBACK, true),
    RELEASE("RELEASE SAVEPOINT", SqlKind.OTHER, true);

    private final SqlOperator operator;
    private final boolean namesSavepoint;

    Kind(String text, SqlKind sqlKind, boolean namesSavepoint) {
      this.operator = VectraStatement.operator(text, sqlKind);
      this.namesSavepoint = namesSavepoint;
    }

    /** Whether the statement names a savepoint. */
    public boolean namesSavepoint() {
      return namesSavepoint;
    }
  }

  private final Kind kind;
  private final @Nullable String savepoint;

  public SqlTransactionControl(SqlParserPos pos, Kind kind, @Nullable String savepoint) {
    super(pos);
    this.kind = requireNonNull(kind, "kind is null");
    this.savepoint = savepoint;
    if (kind.namesSavepoint() != (savepoint != null)) {
      throw new IllegalArgumentException(kind + " with savepoint " + savepoint);
    }
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The name of the savepoint, in the case in which it is looked up; null unless kind names one.
   */
  public @Nullable String savepoint() {
    return savepoint;
  }

  @Override
  public SqlOperator getOperator() {
    return kind.operator;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind.operator.getName());
    String name = savepoint;
    if (name != null) {
      writer.identifier(name, true);
    }
  }
}
