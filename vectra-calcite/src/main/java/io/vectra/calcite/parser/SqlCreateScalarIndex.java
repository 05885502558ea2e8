package io.vectra.calcite.parser;

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
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/** {@code CREATE [UNIQUE] INDEX [IF NOT EXISTS] [name] ON table (column [ASC | DESC], ..)}. */
public final class SqlCreateScalarIndex extends SqlCreate {
  private static final SqlSpecialOperator OPERATOR =
      new SqlSpecialOperator("CREATE INDEX", SqlKind.CREATE_INDEX);

  private final boolean unique;
  private final @Nullable SqlIdentifier name;
  private final SqlIdentifier table;
  private final List<KeyColumn> columns;

  /** A column with its order. */
  public record KeyColumn(SqlIdentifier name, boolean descending) {}

  /**
   * Makes the statement.
   *
   * @param name null for one that follows from the table and the columns
   */
  public SqlCreateScalarIndex(
      SqlParserPos pos,
      boolean unique,
      boolean ifNotExists,
      @Nullable SqlIdentifier name,
      SqlIdentifier table,
      List<KeyColumn> columns) {
    super(OPERATOR, pos, false, ifNotExists);
    this.unique = unique;
    this.name = name;
    this.table = table;
    this.columns = List.copyOf(columns);
  }

  public boolean unique() {
    return unique;
  }

  /** Whether an index that exists already is left as it is. */
  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** The index's name, with the schema's before it where that was written; null without one. */
  public @Nullable SqlIdentifier name() {
    return name;
  }

  /** The table's name, with the schema's before it where that was written. */
  public SqlIdentifier table() {
    return table;
  }

  /** The columns in the order of the key; not checked against the table. */
  public List<KeyColumn> columns() {
    return columns;
  }

  @Override
  public List<SqlNode> getOperandList() {
    SqlParserPos pos = getParserPosition();
    return ImmutableNullableList.of(
        SqlLiteral.createBoolean(unique, pos),
        SqlLiteral.createBoolean(ifNotExists, pos),
        name,
        table,
        new SqlNodeList(columns.stream().map(KeyColumn::name).toList(), pos));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    if (name != null) {
      name.unparse(writer, leftPrec, rightPrec);
    }
    writer.keyword("ON");
    table.unparse(writer, leftPrec, rightPrec);
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (KeyColumn column : columns) {
      writer.sep(",");
      column.name().unparse(writer, 0, 0);
      if (column.descending()) {
        writer.keyword("DESC");
      }
    }
    writer.endList(frame);
  }
}
