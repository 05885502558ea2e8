package io.vectra.calcite.parser;

import io.vectra.calcite.parser.generated.VectraParser;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;

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
    List<SqlNode> statements = parseScript(sql);
    if (statements.size() == 1) {
      return statements.get(0);
    }
    if (statements.isEmpty()) {
      throw new VectraException(
          ErrorCode.SYNTAX_ERROR, "The SQL text is empty; one statement is expected.");
    }
    throw Refusals.syntax(
        "The SQL text has "
            + statements.size()
            + " statements, and one is expected; this is the second",
        statements.get(1).getParserPosition());
  }

  /** Parses statements with semicolons between them; there may be none. */
  public static List<SqlNode> parseScript(String sql) {
    try {
      SqlNodeList statements = SqlParser.create(sql, CONFIG).parseStmtList();
      return List.copyOf(statements.getList());
    } catch (SqlParseException e) {
      throw SyntaxErrors.of(e);
    } catch (StackOverflowError e) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "The SQL text is nested too deeply to be parsed; nest fewer expressions or sub-queries.",
          e);
    } catch (RuntimeException | AssertionError e) {
      throw SyntaxErrors.unexpected(e);
    }
  }

  /** Parses an expression alone, such as the predicate of a filter. */
  public static SqlNode parseExpression(String sql) {
    try {
      return SqlParser.create(sql, CONFIG).parseExpression();
    } catch (SqlParseException e) {
      throw SyntaxErrors.of(e);
    } catch (RuntimeException | AssertionError e) {
      throw SyntaxErrors.unexpected(e);
    }
  }
}
