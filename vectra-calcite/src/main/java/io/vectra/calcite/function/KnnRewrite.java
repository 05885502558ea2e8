package io.vectra.calcite.function;

import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.NearestName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * {@code KNN('T', 'C', query, k)} as the query that it stands for: the columns of the table and
 * DISTANCE, nearest first, rows without a distance left out. Its arguments can be named, as in
 * {@code k => 10}; {@code filter => 'price < 10'} restricts the search itself, {@code metric =>}
 * says by which distance when it is not that of the column's index. VECTOR_SEARCH, with TOP_K for
 * K, is the same.
 */
final class KnnRewrite {
  private static final Set<String> NAMES = Set.of("KNN", "VECTOR_SEARCH");
  private static final List<String> BY_POSITION =
      List.of("TABLE", "COLUMN", "QUERY", "K", "FILTER");
  private static final String METRIC = "METRIC";
  private static final String TOP_K = "TOP_K";

  private final Names meanings;
  private final NamesInUse names;
  private final UnaryOperator<SqlNode> rewriting;

  /** Rewrites for a statement; {@code rewriting} does the same with parts of it. */
  KnnRewrite(Names meanings, NamesInUse names, UnaryOperator<SqlNode> rewriting) {
    this.meanings = meanings;
    this.names = names;
    this.rewriting = rewriting;
  }

  /** Whether a function of that name, in upper case, is this one. */
  static boolean isName(String function) {
    return NAMES.contains(function);
  }

  SqlNode rewritten(SqlCall call) {
    Map<String, SqlNode> arguments = arguments(call);
    TableSchema table = table(arguments.get("TABLE"));
    names.visitNearest(table);
    int column = column(table, arguments.get("COLUMN"));
    SqlNode query = rewriting.apply(required(arguments, "QUERY"));
    SqlNode k = required(arguments, "K");
    if (SqlUtil.isNullLiteral(k, true)) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "k of KNN is NULL: ask for a number of rows.");
    }
    if (k instanceof SqlNumericLiteral literal && literal.bigDecimalValue().signum() < 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "k = " + k + " of KNN is negative: ask for 0 or more rows.");
    }
    if (table.positionOf("DISTANCE") >= 0) {
      throw new VectraException(
          ErrorCode.DUPLICATE_COLUMN,
          "KNN adds a column DISTANCE, but table " + table.name() + " has one already.");
    }
    SqlNode metric = arguments.get(METRIC);
    SqlNode filter = arguments.get("FILTER");
    SqlParserPos at = call.getParserPosition();
    SqlNode distance =
        VectraRewrite.distance(
            at,
            new SqlIdentifier(table.column(column).name(), at),
            query,
            metric == null
                ? Metrics.ofIndexes(meanings.catalog(), table, column)
                : VectraRewrite.metric(metric));
    return query(at, table, distance, filter == null ? null : predicate(filter), k);
  }

  /** Nearest rows of a table that match a condition, those without a distance left out. */
  private static SqlNode query(
      SqlParserPos at, TableSchema table, SqlNode distance, @Nullable SqlNode filter, SqlNode k) {
    SqlIdentifier name = new SqlIdentifier("DISTANCE", at);
    SqlNodeList columns =
        SqlNodeList.of(
            SqlIdentifier.star(at), SqlStdOperatorTable.AS.createCall(at, distance, name));
    SqlNode nearest =
        select(at, columns, new SqlIdentifier(List.of(table.schema(), table.name()), at), filter);
    SqlNode ordered = new SqlOrderBy(at, nearest, SqlNodeList.of(name), null, k);
    SqlNode present = SqlStdOperatorTable.IS_NOT_NULL.createCall(at, name);
    return select(at, SqlNodeList.of(SqlIdentifier.star(at)), ordered, present);
  }

  private static SqlSelect select(
      SqlParserPos at, SqlNodeList columns, SqlNode from, @Nullable SqlNode where) {
    return new SqlSelect(
        at,
        null,
        columns,
        from,
        where,
        null,
        null,
        SqlNodeList.EMPTY,
        null,
        null,
        null,
        null,
        null);
  }

  private static Map<String, SqlNode> arguments(SqlCall call) {
    Map<String, SqlNode> arguments = new HashMap<>();
    for (SqlNode operand : call.getOperandList()) {
      if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
        SqlCall assignment = (SqlCall) operand;
        String name = assignment.operand(1).toString().toUpperCase(Locale.ROOT).replace("`", "");
        arguments.put(name.equals(TOP_K) ? "K" : name, assignment.operand(0));
      } else if (arguments.size() < BY_POSITION.size()) {
        arguments.put(BY_POSITION.get(arguments.size()), operand);
      } else {
        arguments.put("argument " + (arguments.size() + 1), operand);
      }
    }
    for (String name : arguments.keySet()) {
      if (!BY_POSITION.contains(name) && !name.equals(METRIC)) {
        throw new VectraException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "KNN takes \"TABLE\", \"COLUMN\" (named, these need their quotes), QUERY, K or TOP_K,"
                + " FILTER and METRIC; "
                + name
                + " is not supported.");
      }
    }
    return arguments;
  }

  private static SqlNode required(Map<String, SqlNode> arguments, String name) {
    SqlNode argument = arguments.get(name);
    if (argument == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_FUNCTION,
          "KNN takes a table, a column, a query vector and k, as in KNN('DOCS', 'EMBEDDING', ?,"
              + " 10); "
              + name
              + " is missing.");
    }
    return argument;
  }

  /** A condition written as a text; it has no parameters, since it has no place of its own. */
  private SqlNode predicate(SqlNode filter) {
    String text = text(filter, "filter");
    SqlNode parsed;
    try {
      parsed = VectraSqlParser.parseExpression(text);
    } catch (VectraException e) {
      throw new VectraException(
          e.code(), "The filter of KNN, '" + text + "', cannot be read: " + e.getMessage(), e);
    }
    parsed.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            throw new VectraException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "The filter of KNN, '"
                    + text
                    + "', has a parameter, which a text cannot have: use SELECT .. WHERE .. ORDER"
                    + " BY the distance LIMIT k.");
          }
        });
    return rewriting.apply(placedAt(parsed, filter.getParserPosition()));
  }

  /** The names in a condition as if they stood where its text does, for messages. */
  private static SqlNode placedAt(SqlNode condition, SqlParserPos at) {
    return Objects.requireNonNull(
        condition.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlIdentifier name) {
                return name.clone(at);
              }
            }));
  }

  private TableSchema table(@Nullable SqlNode node) {
    String name = text(node, "table");
    TableSchema table = meanings.tableNamed(name);
    if (table == null) {
      table = meanings.tableNamed(name.toUpperCase(Locale.ROOT));
    }
    if (table == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_TABLE,
          "Table '"
              + name
              + "' of KNN does not exist"
              + NearestName.advice(name, meanings.tableNames())
              + ".");
    }
    return table;
  }

  private static int column(TableSchema table, @Nullable SqlNode node) {
    String name = text(node, "column");
    int position = table.positionOf(name);
    if (position < 0) {
      position = table.positionOf(name.toUpperCase(Locale.ROOT));
    }
    if (position < 0) {
      throw new VectraException(
          ErrorCode.UNDEFINED_COLUMN,
          "Column '"
              + name
              + "' of KNN does not exist in table "
              + table.name()
              + NearestName.advice(name, table.columns().stream().map(Column::name).toList())
              + ".");
    }
    if (table.column(position).type().kind() != ColumnType.Kind.VECTOR) {
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          "Column '" + name + "' of KNN is " + table.column(position).type() + ", not a vector.");
    }
    return position;
  }

  private static String text(@Nullable SqlNode node, String what) {
    if (node instanceof SqlCharStringLiteral literal) {
      return literal.getValueAs(String.class);
    }
    throw new VectraException(
        ErrorCode.INVALID_PARAMETER,
        "The " + what + " of KNN must be a text such as 'DOCS', not " + node + ".");
  }
}
