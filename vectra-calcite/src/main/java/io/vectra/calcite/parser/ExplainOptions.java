package io.vectra.calcite.parser;

import java.util.Locale;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * What EXPLAIN is asked for, as in {@code EXPLAIN (ANALYZE, FORMAT JSON)}.
 *
 * @param analyze whether the statement is run too, and counted
 */
public record ExplainOptions(boolean analyze, Format format) {
  /** The plan alone, as text. */
  public static final ExplainOptions NONE = new ExplainOptions(false, Format.TEXT);

  /** {@code EXPLAIN ANALYZE}. */
  public static final ExplainOptions ANALYZE = new ExplainOptions(true, Format.TEXT);

  /** The form of the result. */
  public enum Format {
    /** One row for each line. */
    TEXT,
    /** One row with one document. */
    JSON
  }

  /**
   * These options with one more, as it is written between the brackets.
   *
   * @param value empty when there is none
   * @throws io.vectra.engine.error.VectraException SYNTAX_ERROR for an option or a value that does
   *     not exist
   */
  public ExplainOptions with(SqlIdentifier name, String value) {
    String word = value.toUpperCase(Locale.ROOT);
    return switch (name.getSimple().toUpperCase(Locale.ROOT)) {
      case "ANALYZE" ->
          new ExplainOptions(
              switch (word) {
                case "", "TRUE", "ON" -> true;
                case "FALSE", "OFF" -> false;
                default -> throw wrong(name, "ANALYZE is TRUE or FALSE, not " + value);
              },
              format);
      case "FORMAT" ->
          new ExplainOptions(
              analyze,
              switch (word) {
                case "TEXT" -> Format.TEXT;
                case "JSON" -> Format.JSON;
                case "" -> throw wrong(name, "FORMAT is TEXT or JSON, and none is given");
                default -> throw wrong(name, "FORMAT is TEXT or JSON, not " + value);
              });
      default ->
          throw wrong(
              name,
              "Option "
                  + name.getSimple()
                  + " of EXPLAIN does not exist; known ones are ANALYZE and FORMAT");
    };
  }

  private static RuntimeException wrong(SqlIdentifier name, String message) {
    return Refusals.syntax(message, name.getParserPosition());
  }
}
