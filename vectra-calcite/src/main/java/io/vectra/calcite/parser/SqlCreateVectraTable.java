package io.vectra.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE TABLE [IF NOT EXISTS] t (columns..., [PRIMARY KEY (...)])}. */
public final class SqlCreateVectraTable extends VectraStatement {
  private static final SqlOperator OPERATOR = operator("CREATE TABLE", SqlKind.CREATE_TABLE);

  private final SqlIdentifier name;
  private final boolean ifNotExists;
  private final List<SqlColumnDefinition> columns;
  private final List<SqlIdentifier> primaryKey;

  /**
   * @param primaryKey the columns of the separate PRIMARY KEY clause; empty when there is none
   */
  public SqlCreateVectraTable(
      SqlParserPos pos,
      SqlIdentifier name,
      boolean ifNotExists,
      List<SqlColumnDefinition> columns,
      List<SqlIdentifier> primaryKey) {
    super(pos);
    this.name = requireNonNull(name, "name is null");
    this.ifNotExists = ifNotExists;
    this.columns = List.copyOf(columns);
    this.primaryKey = List.copyOf(primaryKey);
  }

  public SqlIdentifier name() {
    return name;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  public List<SqlColumnDefinition> columns() {
    return columns;
  }

  /**
   * The columns of the key, in key order: those of the PRIMARY KEY clause, or the column that says
   * PRIMARY KEY itself; empty when the statement has neither.
   */
  public List<SqlIdentifier> primaryKey() {
    if (!primaryKey.isEmpty()) {
      return primaryKey;
    }
    return columns.stream()
        .filter(SqlColumnDefinition::primaryKey)
        .map(SqlColumnDefinition::name)
        .toList();
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(
        name,
        new SqlNodeList(columns, getParserPosition()),
        new SqlNodeList(primaryKey, getParserPosition()));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE TABLE");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    name.unparse(writer, 0, 0);
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (SqlColumnDefinition column : columns) {
      writer.sep(",");
      column.unparse(writer, 0, 0);
    }
    if (!primaryKey.isEmpty()) {
      writer.sep(",");
      writer.keyword("PRIMARY KEY");
      SqlWriter.Frame key = writer.startList("(", ")");
      for (SqlIdentifier column : primaryKey) {
        writer.sep(",");
        column.unparse(writer, 0, 0);
      }
      writer.endList(key);
    }
    writer.endList(frame);
  }
}
