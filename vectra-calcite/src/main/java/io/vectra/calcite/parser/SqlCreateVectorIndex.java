package io.vectra.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE VECTOR INDEX [IF NOT EXISTS] i ON t (col) [WITH (metric = 'cosine', ...)]}. */
public final class SqlCreateVectorIndex extends VectraStatement {
  private static final SqlOperator OPERATOR = operator("CREATE VECTOR INDEX", SqlKind.CREATE_INDEX);

  private final SqlIdentifier name;
  private final SqlIdentifier table;
  private final SqlIdentifier column;
  private final boolean ifNotExists;
  private final Map<String, SqlLiteral> options;

  /**
   * @param options by lower-case name, in the order written
   */
  public SqlCreateVectorIndex(
      SqlParserPos pos,
      SqlIdentifier name,
      SqlIdentifier table,
      SqlIdentifier column,
      boolean ifNotExists,
      Map<String, SqlLiteral> options) {
    super(pos);
    this.name = requireNonNull(name, "name is null");
    this.table = requireNonNull(table, "table is null");
    this.column = requireNonNull(column, "column is null");
    this.ifNotExists = ifNotExists;
    this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  public SqlIdentifier name() {
    return name;
  }

  public SqlIdentifier table() {
    return table;
  }

  public SqlIdentifier column() {
    return column;
  }

  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** The options of WITH by lower-case name, in the order written; none is interpreted here. */
  public Map<String, SqlLiteral> options() {
    return options;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name, table, column);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE VECTOR INDEX");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    name.unparse(writer, 0, 0);
    writer.keyword("ON");
    table.unparse(writer, 0, 0);
    SqlWriter.Frame key = writer.startList("(", ")");
    column.unparse(writer, 0, 0);
    writer.endList(key);
    if (!options.isEmpty()) {
      writer.keyword("WITH");
      SqlWriter.Frame frame = writer.startList("(", ")");
      options.forEach(
          (option, value) -> {
            writer.sep(",");
            writer.identifier(option.toUpperCase(Locale.ROOT), true);
            writer.keyword("=");
            value.unparse(writer, 0, 0);
          });
      writer.endList(frame);
    }
  }
}
