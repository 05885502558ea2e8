package io.vectra.calcite.parser;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a script into statements at its semicolons, without parsing them: a statement with a syntax
 * error still has its text and line. Semicolons in strings, quoted names and comments do not cut.
 */
public final class SqlScript {

  /**
   * One statement of a script.
   *
   * @param text without the semicolon, and without blanks and comments before its first token
   * @param line where the first token stands, from 1
   */
  public record Statement(String text, int line) {}

  private final String script;
  private final List<Statement> statements = new ArrayList<>();
  private int at;
  private int line = 1;
  private int start = -1;
  private int startLine;

  private SqlScript(String script) {
    this.script = script;
  }

  /**
   * The statements of a script in order. What has no token, such as a comment alone, is no
   * statement. A string or comment that never ends runs to the end of the script; parsing the
   * statement says so.
   */
  public static List<Statement> split(String script) {
    SqlScript split = new SqlScript(script);
    split.run();
    return List.copyOf(split.statements);
  }

  private void run() {
    while (at < script.length()) {
      char c = script.charAt(at);
      if (c == ';') {
        finish();
        advance(at + 1);
      } else if (script.startsWith("--", at) || script.startsWith("//", at)) {
        advance(endOfLine());
      } else if (script.startsWith("/*", at)) {
        advance(after("*/", at + 2));
      } else {
        if (start < 0 && !Character.isWhitespace(c)) {
          start = at;
          startLine = line;
        }
        // A doubled quote reads as two strings side by side, which end in the same place.
        advance(c == '\'' || c == '"' ? after(String.valueOf(c), at + 1) : at + 1);
      }
    }
    finish();
  }

  private void finish() {
    if (start >= 0) {
      statements.add(new Statement(script.substring(start, at).stripTrailing(), startLine));
    }
    start = -1;
  }

  private int endOfLine() {
    int end = at;
    while (end < script.length() && !isLineEnd(script.charAt(end))) {
      end++;
    }
    return end;
  }

  private int after(String mark, int from) {
    int found = script.indexOf(mark, from);
    return found < 0 ? script.length() : found + mark.length();
  }

  private void advance(int to) {
    for (; at < to; at++) {
      char c = script.charAt(at);
      // The CR of a CR LF is not counted: the LF after it is.
      boolean carriageReturnAlone = c == '\r' && !script.startsWith("\n", at + 1);
      if (c == '\n' || carriageReturnAlone) {
        line++;
      }
    }
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
