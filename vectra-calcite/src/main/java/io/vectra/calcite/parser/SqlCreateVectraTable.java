package io.vectra.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE TABLE [IF NOT EXISTS] name (columns [, PRIMARY KEY (names)] [, constraints])}. */
public final class SqlCreateVectraTable extends SqlCreate {
  private static final SqlSpecialOperator OPERATOR =
      new SqlSpecialOperator("CREATE TABLE", SqlKind.CREATE_TABLE);

  private final SqlIdentifier name;
  private final List<SqlColumnDefinition> columns;
  private final List<SqlIdentifier> tablePrimaryKey;
  private final List<TableConstraint> tableConstraints;
  private final List<SqlUniqueConstraint> tableUniques;

  private SqlCreateVectraTable(
      SqlParserPos pos,
      boolean ifNotExists,
      SqlIdentifier name,
      List<SqlColumnDefinition> columns,
      List<SqlIdentifier> tablePrimaryKey,
      List<SqlUniqueConstraint> tableUniques,
      List<TableConstraint> tableConstraints) {
    super(OPERATOR, pos, false, ifNotExists);
    this.name = name;
    this.columns = List.copyOf(columns);
    this.tablePrimaryKey = List.copyOf(tablePrimaryKey);
    this.tableConstraints = List.copyOf(tableConstraints);
    this.tableUniques = List.copyOf(tableUniques);
  }

  /**
   * Makes the statement; refuses one with two primary keys.
   *
   * @param tablePrimaryKey the names in the constraint PRIMARY KEY; empty where there is none
   * @param tableUniques the constraints UNIQUE that do not stand at a column
   */
  public static SqlCreateVectraTable of(
      SqlParserPos pos,
      boolean ifNotExists,
      SqlIdentifier name,
      List<SqlColumnDefinition> columns,
      List<SqlIdentifier> tablePrimaryKey,
      List<SqlUniqueConstraint> tableUniques) {
    boolean given = !tablePrimaryKey.isEmpty();
    for (SqlColumnDefinition column : columns) {
      if (column.primaryKey() && given) {
        throw secondPrimaryKey(column.getParserPosition());
      }
      given |= column.primaryKey();
    }
    return new SqlCreateVectraTable(
        pos, ifNotExists, name, columns, tablePrimaryKey, tableUniques, List.of());
  }

  /** The same statement with other constraints of the table. */
  public SqlCreateVectraTable with(List<TableConstraint> constraints) {
    return new SqlCreateVectraTable(
        getParserPosition(),
        ifNotExists,
        name,
        columns,
        tablePrimaryKey,
        tableUniques,
        constraints);
  }

  /** The constraints of the columns and of the table; of PRIMARY KEY only a name. */
  public List<TableConstraint> constraints() {
    List<TableConstraint> all = new ArrayList<>();
    columns.forEach(column -> all.addAll(column.constraints()));
    all.addAll(tableConstraints);
    return all;
  }

  /** For the parser: keeps the names of a constraint PRIMARY KEY, of which there is at most one. */
  public static void setPrimaryKey(List<SqlIdentifier> key, SqlNodeList names, SqlParserPos pos) {
    if (!key.isEmpty()) {
      throw secondPrimaryKey(pos);
    }
    for (SqlNode column : names) {
      key.add((SqlIdentifier) column);
    }
  }

  private static RuntimeException secondPrimaryKey(SqlParserPos pos) {
    return Refusals.syntax("A table has one primary key; this is a second one", pos);
  }

  /** The table's name, with the schema's before it where that was written. */
  public SqlIdentifier name() {
    return name;
  }

  /** Whether a table that exists already is left as it is. */
  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** The columns in their order; not checked for equal names. */
  public List<SqlColumnDefinition> columns() {
    return columns;
  }

  /**
   * The names of the primary key's columns in the key's order, from the constraint or from the
   * column that says PRIMARY KEY; empty where there is no primary key. Not checked against the
   * columns.
   */
  public List<String> primaryKey() {
    if (!tablePrimaryKey.isEmpty()) {
      return tablePrimaryKey.stream().map(SqlIdentifier::getSimple).toList();
    }
    return columns.stream()
        .filter(SqlColumnDefinition::primaryKey)
        .map(SqlColumnDefinition::name)
        .toList();
  }

  /** Every UNIQUE constraint, those at columns first; not checked against the columns. */
  public List<SqlUniqueConstraint> uniques() {
    List<SqlUniqueConstraint> all = new ArrayList<>();
    for (SqlColumnDefinition column : columns) {
      if (column.unique() != null) {
        all.add(column.unique());
      }
    }
    all.addAll(tableUniques);
    return all;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(
        SqlLiteral.createBoolean(ifNotExists, getParserPosition()),
        name,
        new SqlNodeList(columns, getParserPosition()),
        new SqlNodeList(tablePrimaryKey, getParserPosition()));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE TABLE");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    name.unparse(writer, leftPrec, rightPrec);
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (SqlColumnDefinition column : columns) {
      writer.sep(",");
      column.unparse(writer, 0, 0);
    }
    if (!tablePrimaryKey.isEmpty()) {
      writer.sep(",");
      writer.keyword("PRIMARY KEY");
      SqlWriter.Frame key = writer.startList("(", ")");
      for (SqlIdentifier column : tablePrimaryKey) {
        writer.sep(",");
        column.unparse(writer, 0, 0);
      }
      writer.endList(key);
    }
    for (SqlUniqueConstraint unique : tableUniques) {
      writer.sep(",");
      unique.unparse(writer);
    }
    for (TableConstraint constraint : constraints()) {
      if (!(constraint instanceof TableConstraint.PrimaryKey)) {
        writer.sep(",");
        constraint.unparse(writer);
      }
    }
    writer.endList(frame);
  }
}
