package io.vectra.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP TABLE [IF EXISTS] t} or {@code DROP INDEX [IF EXISTS] i}. */
public final class SqlDropVectra extends VectraStatement {
  private static final SqlOperator DROP_TABLE = operator("DROP TABLE", SqlKind.DROP_TABLE);
  private static final SqlOperator DROP_INDEX = operator("DROP INDEX", SqlKind.DROP_INDEX);

  /** What is dropped. */
  public enum Kind {
    TABLE,
    INDEX
  }

  private final Kind kind;
  private final SqlIdentifier name;
  private final boolean ifExists;

  public SqlDropVectra(SqlParserPos pos, Kind kind, SqlIdentifier name, boolean ifExists) {
    super(pos);
    this.kind = requireNonNull(kind, "kind is null");
    this.name = requireNonNull(name, "name is null");
    this.ifExists = ifExists;
  }

  /** What is dropped; {@link #getKind()} is Calcite's name for it. */
  public Kind kind() {
    return kind;
  }

  public SqlIdentifier name() {
    return name;
  }

  public boolean ifExists() {
    return ifExists;
  }

  @Override
  public SqlOperator getOperator() {
    return kind == Kind.TABLE ? DROP_TABLE : DROP_INDEX;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(getOperator().getName());
    if (ifExists) {
      writer.keyword("IF EXISTS");
    }
    name.unparse(writer, 0, 0);
  }
}
