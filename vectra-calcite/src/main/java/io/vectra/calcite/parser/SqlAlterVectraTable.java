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

/** {@code ALTER TABLE [IF EXISTS] name} and one change. */
public final class SqlAlterVectraTable extends SqlCall {
  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("ALTER TABLE", SqlKind.ALTER_TABLE);

  private final boolean ifExists;
  private final SqlIdentifier name;
  private final Change change;

  /** What happens to the table. */
  public sealed interface Change {}

  /** {@code ADD [COLUMN] [IF NOT EXISTS] definition}. */
  public record AddColumn(SqlColumnDefinition column, boolean ifNotExists) implements Change {}

  /** {@code DROP [COLUMN] [IF EXISTS] name [CASCADE]}. */
  public record DropColumn(String column, boolean ifExists, boolean cascade) implements Change {}

  /** {@code ADD [CONSTRAINT name] definition}. */
  public record AddConstraint(TableConstraint constraint) implements Change {}

  /** {@code DROP CONSTRAINT [IF EXISTS] name [CASCADE]}. */
  public record DropConstraint(String constraint, boolean ifExists, boolean cascade)
      implements Change {}

  /** {@code RENAME [COLUMN] name TO name}. */
  public record RenameColumn(String column, String newName) implements Change {}

  /** {@code RENAME TO name}. */
  public record RenameTable(String newName) implements Change {}

  /**
   * {@code ALTER [COLUMN] name SET DEFAULT value}, or {@code DROP DEFAULT}.
   *
   * @param value null where it is dropped
   */
  public record SetDefault(String column, @Nullable ColumnDefault value) implements Change {}

  /** {@code ALTER [COLUMN] name SET [NOT] NULL}, or {@code DROP NOT NULL}. */
  public record SetNullable(String column, boolean nullable) implements Change {}

  /** {@code ADD [CONSTRAINT name] UNIQUE (columns)}. */
  public record AddUnique(SqlUniqueConstraint constraint) implements Change {}

  public SqlAlterVectraTable(
      SqlParserPos pos, boolean ifExists, SqlIdentifier name, Change change) {
    super(pos);
    this.ifExists = ifExists;
    this.name = name;
    this.change = change;
  }

  /** Whether a missing table is no error. */
  public boolean ifExists() {
    return ifExists;
  }

  /** The table's name, with the schema's before it where that was written. */
  public SqlIdentifier name() {
    return name;
  }

  public Change change() {
    return change;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(ifExists ? "ALTER TABLE IF EXISTS" : "ALTER TABLE");
    name.unparse(writer, 0, 0);
    if (change instanceof AddColumn add) {
      writer.keyword(add.ifNotExists() ? "ADD COLUMN IF NOT EXISTS" : "ADD COLUMN");
      add.column().unparse(writer, 0, 0);
    } else if (change instanceof DropColumn drop) {
      writer.keyword(drop.ifExists() ? "DROP COLUMN IF EXISTS" : "DROP COLUMN");
      writer.identifier(drop.column(), true);
      if (drop.cascade()) {
        writer.keyword("CASCADE");
      }
    } else if (change instanceof AddConstraint add) {
      writer.keyword("ADD");
      add.constraint().unparse(writer);
    } else if (change instanceof DropConstraint drop) {
      writer.keyword(drop.ifExists() ? "DROP CONSTRAINT IF EXISTS" : "DROP CONSTRAINT");
      writer.identifier(drop.constraint(), true);
      if (drop.cascade()) {
        writer.keyword("CASCADE");
      }
    } else if (change instanceof RenameColumn rename) {
      writer.keyword("RENAME COLUMN");
      writer.identifier(rename.column(), true);
      writer.keyword("TO");
      writer.identifier(rename.newName(), true);
    } else if (change instanceof RenameTable rename) {
      writer.keyword("RENAME TO");
      writer.identifier(rename.newName(), true);
    } else if (change instanceof SetDefault set) {
      writer.keyword("ALTER COLUMN");
      writer.identifier(set.column(), true);
      ColumnDefault value = set.value();
      writer.keyword(value == null ? "DROP DEFAULT" : "SET DEFAULT");
      if (value != null) {
        value.value().unparse(writer, 0, 0);
      }
    } else if (change instanceof SetNullable set) {
      writer.keyword("ALTER COLUMN");
      writer.identifier(set.column(), true);
      writer.keyword(set.nullable() ? "DROP NOT NULL" : "SET NOT NULL");
    } else if (change instanceof AddUnique add) {
      writer.keyword("ADD");
      add.constraint().unparse(writer);
    }
  }
}
