package io.vectra.calcite.parser;

import io.vectra.calcite.parser.generated.VectraParser;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Parses SQL: unquoted names become upper case, quoted ones ({@code "x"}) stay as they are. Every
 * failure is a {@link VectraException}: SYNTAX_ERROR with line and column, or FEATURE_NOT_SUPPORTED
 * for what the grammar knows by name alone.
 */
public final class VectraSqlParser {
  /** How Vectra reads SQL; for those who make a parser or a validator of their own. */
  public static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(VectraParser.FACTORY)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_UPPER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withIdentifierMaxLength(Limits.MAX_NAME_BYTES)
          .withConformance(VectraConformance.INSTANCE);

  private VectraSqlParser() {}

  /** Parses one statement; a semicolon after it is allowed. */
  public static SqlNode parse(String sql) {
    List<SqlScript.Statement> statements = SqlScript.split(sql);
    if (statements.isEmpty()) {
      throw new VectraException(
          ErrorCode.SYNTAX_ERROR, "The SQL text is empty; one statement is expected.");
    }
    if (statements.size() > 1) {
      SqlScript.Statement second = statements.get(1);
      throw Refusals.syntax(
          "The SQL text has "
              + statements.size()
              + " statements, and one is expected; the second begins here",
          new SqlParserPos(second.line(), second.column()));
    }
    return parse(statements.get(0));
  }

  /** Parses statements with semicolons between them; there may be none. */
  public static List<SqlNode> parseScript(String sql) {
    return SqlScript.split(sql).stream().map(VectraSqlParser::parse).toList();
  }

  /** Parses a part of a script; the places in errors and nodes are those in the script. */
  private static SqlNode parse(SqlScript.Statement statement) {
    String sql =
        "\n".repeat(statement.line() - 1) + " ".repeat(statement.column() - 1) + statement.text();
    return parse(sql, SqlParser::parseStmt);
  }

  /** Parses an expression alone, such as the predicate of a filter. */
  public static SqlNode parseExpression(String sql) {
    return parse(sql, SqlParser::parseExpression);
  }

  private static SqlNode parse(String sql, Production production) {
    try {
      return production.parse(SqlParser.create(sql, CONFIG));
    } catch (SqlParseException e) {
      throw SyntaxErrors.of(e, sql);
    } catch (StackOverflowError e) {
      throw SyntaxErrors.tooDeep(e);
    } catch (RuntimeException | AssertionError e) {
      throw SyntaxErrors.unexpected(e);
    }
  }

  /** What to parse a text as. */
  private interface Production {
    SqlNode parse(SqlParser parser) throws SqlParseException;
  }
}
