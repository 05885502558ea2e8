package io.vectra.jdbc;

import io.vectra.calcite.parser.SqlScript;
import java.util.List;

/** Texts of several statements. */
final class Scripts {
  private Scripts() {}

  /**
   * The statements of a text; an error in one tells its place in the text. Most texts are of one
   * statement, and are not looked at closely.
   */
  static List<String> split(String sql) {
    int end = sql.indexOf(';');
    if (end < 0 || sql.substring(end + 1).isBlank()) {
      return List.of(sql);
    }
    return SqlScript.split(sql).stream().map(Scripts::inPlace).toList();
  }

  private static String inPlace(SqlScript.Statement statement) {
    return "\n".repeat(statement.line() - 1)
        + " ".repeat(statement.column() - 1)
        + statement.text();
  }
}
