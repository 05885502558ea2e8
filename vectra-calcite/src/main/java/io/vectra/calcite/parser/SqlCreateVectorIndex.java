package io.vectra.calcite.parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/**
 * {@code CREATE VECTOR INDEX [IF NOT EXISTS] name ON table (column) [WITH (option = value, ..)]}.
 */
public final class SqlCreateVectorIndex extends SqlCreate {
  private static final SqlSpecialOperator OPERATOR =
      new SqlSpecialOperator("CREATE VECTOR INDEX", SqlKind.CREATE_INDEX);

  /** What pgvector calls the metrics of its indexes. */
  private static final Map<String, String> METRICS =
      Map.of(
          "VECTOR_COSINE_OPS", "COSINE",
          "VECTOR_L2_OPS", "EUCLIDEAN",
          "VECTOR_IP_OPS", "DOT");

  private final @Nullable SqlIdentifier name;
  private final SqlIdentifier table;
  private final SqlIdentifier column;
  private final SqlNodeList options;

  /**
   * Makes the statement.
   *
   * @param name null for one that follows from the table and the column
   * @param options names and literals in turn, as {@link #addOption} adds them
   */
  public SqlCreateVectorIndex(
      SqlParserPos pos,
      boolean ifNotExists,
      @Nullable SqlIdentifier name,
      SqlIdentifier table,
      SqlIdentifier column,
      SqlNodeList options) {
    super(OPERATOR, pos, false, ifNotExists);
    this.name = name;
    this.table = table;
    this.column = column;
    this.options = options;
  }

  /**
   * For the parser: adds the metric that pgvector names by a class of operators, as in {@code USING
   * hnsw (embedding vector_cosine_ops)}.
   */
  public static void addOperators(SqlNodeList options, SqlIdentifier operators) {
    SqlParserPos pos = operators.getParserPosition();
    String metric = METRICS.get(operators.getSimple().toUpperCase(Locale.ROOT));
    if (metric == null) {
      Refusals.refuse("An index of " + operators.getSimple(), pos);
    }
    addOption(options, new SqlIdentifier("metric", pos), new SqlIdentifier(metric, pos));
  }

  /** For the parser: adds one option; a bare word is taken as a string. */
  public static void addOption(SqlNodeList options, SqlIdentifier name, SqlNode value) {
    String key = key(name);
    for (int i = 0; i < options.size(); i += 2) {
      if (key((SqlIdentifier) options.get(i)).equals(key)) {
        throw Refusals.syntax("Index option " + key + " is given twice", name.getParserPosition());
      }
    }
    SqlNode literal =
        value instanceof SqlIdentifier word
            ? SqlLiteral.createCharString(word.getSimple(), word.getParserPosition())
            : value;
    if (!(literal instanceof SqlLiteral)) {
      throw Refusals.syntax(
          "Index option " + key + " must be a number, a string or a word",
          value.getParserPosition());
    }
    options.add(name);
    options.add(literal);
  }

  private static String key(SqlIdentifier name) {
    return name.getSimple().toLowerCase(Locale.ROOT);
  }

  /** The index's name, with the schema's before it where that was written; null without one. */
  public @Nullable SqlIdentifier name() {
    return name;
  }

  /** The table's name, with the schema's before it where that was written. */
  public SqlIdentifier table() {
    return table;
  }

  /** The name of the vector column. */
  public String column() {
    return column.getSimple();
  }

  /** Whether an index that exists already is left as it is. */
  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** The options as written, by their names in lower case; names and values are not checked. */
  public Map<String, SqlLiteral> options() {
    Map<String, SqlLiteral> map = new LinkedHashMap<>();
    for (int i = 0; i < options.size(); i += 2) {
      map.put(key((SqlIdentifier) options.get(i)), (SqlLiteral) options.get(i + 1));
    }
    return map;
  }

  @Override
  public List<SqlNode> getOperandList() {
    List<SqlNode> settings = new ArrayList<>();
    for (Map.Entry<String, SqlLiteral> option : options().entrySet()) {
      settings.add(SqlLiteral.createCharString(option.getKey(), getParserPosition()));
      settings.add(option.getValue());
    }
    return ImmutableNullableList.of(
        SqlLiteral.createBoolean(ifNotExists, getParserPosition()),
        name,
        table,
        column,
        new SqlNodeList(settings, getParserPosition()));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("CREATE VECTOR INDEX");
    if (ifNotExists) {
      writer.keyword("IF NOT EXISTS");
    }
    if (name != null) {
      name.unparse(writer, leftPrec, rightPrec);
    }
    writer.keyword("ON");
    table.unparse(writer, leftPrec, rightPrec);
    SqlWriter.Frame columns = writer.startList("(", ")");
    column.unparse(writer, 0, 0);
    writer.endList(columns);
    if (options.size() > 0) {
      writer.keyword("WITH");
      SqlWriter.Frame settings = writer.startList("(", ")");
      for (int i = 0; i < options.size(); i += 2) {
        writer.sep(",");
        options.get(i).unparse(writer, 0, 0);
        writer.keyword("=");
        options.get(i + 1).unparse(writer, 0, 0);
      }
      writer.endList(settings);
    }
  }
}
