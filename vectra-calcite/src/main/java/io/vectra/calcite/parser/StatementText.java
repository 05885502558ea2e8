package io.vectra.calcite.parser;

import org.apache.calcite.sql.parser.SqlParserPos;

/** The text of a part of a statement, as it was written. */
public final class StatementText {
  private StatementText() {}

  /**
   * What follows a place in a statement, up to its end.
   *
   * @param sql one statement, with or without a semicolon after it
   * @param begin as the parser says it
   */
  public static String from(String sql, SqlParserPos begin) {
    SqlScript.Statement statement = SqlScript.split(sql).get(0);
    String text = statement.text();
    int line = statement.line();
    int column = statement.column();
    int at = 0;
    while (line < begin.getLineNum() || column < begin.getColumnNum()) {
      char c = text.charAt(at++);
      boolean isEnd = c == '\n' || (c == '\r' && text.charAt(at) != '\n');
      line += isEnd ? 1 : 0;
      column = isEnd ? 1 : column + 1;
    }
    return text.substring(at);
  }
}
