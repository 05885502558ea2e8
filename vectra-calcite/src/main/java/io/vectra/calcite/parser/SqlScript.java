package io.vectra.calcite.parser;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into its statements without parsing them, so that a shell can run them one by one and
 * go on after one that fails. A semicolon ends a statement unless it stands in a string, a quoted
 * name or a comment.
 */
public final class SqlScript {

  /**
   * One statement, without its semicolon and without the space and the comments around it.
   *
   * @param line the line of its first character, counted from 1
   * @param column the column of its first character in that line, counted from 1
   * @param complete whether a semicolon ended it; only the last statement may lack one
   * @param open whether it ends inside a string, a quoted name or a comment
   */
  public record Statement(String text, int line, int column, boolean complete, boolean open) {}

  private final String script;
  private final List<Statement> statements = new ArrayList<>();
  private int position;
  private int line = 1;
  private int lineStart;
  private int begin = -1;
  private int beginLine;
  private int beginColumn;
  private int end;
  private boolean open;

  private SqlScript(String script) {
    this.script = script;
  }

  /** The statements of a script in their order; empty ones are left out. */
  public static List<Statement> split(String script) {
    return new SqlScript(script).statements();
  }

  private List<Statement> statements() {
    while (position < script.length()) {
      char c = script.charAt(position);
      if (c == ';') {
        finish(true);
        position++;
      } else if (startsWith("--") || startsWith("//")) {
        advance(endOfLine());
      } else if (startsWith("/*") && !startsWith("/*+")) {
        skipComment();
      } else if (Character.isWhitespace(c)) {
        advance(position + 1);
      } else {
        token(c);
      }
    }
    finish(false);
    return List.copyOf(statements);
  }

  /** Reads a string or quoted name whole, and anything else by one character. */
  private void token(char c) {
    begin();
    if (c == '\'' || c == '"') {
      int close = c == '\'' && escapes() ? escapedEnd() : script.indexOf(c, position + 1);
      // A doubled quote ends one quoted text and begins the next: no need to know it.
      open = close < 0;
      advance(open ? script.length() : close + 1);
    } else {
      advance(position + 1);
    }
    end = position;
  }

  /** Whether the quote here begins a string with backslashes: E'it\\'s'. */
  private boolean escapes() {
    boolean prefixed =
        position > begin && Character.toUpperCase(script.charAt(position - 1)) == 'E';
    return prefixed
        && (position - 1 == begin || !Character.isJavaIdentifierPart(script.charAt(position - 2)));
  }

  private int escapedEnd() {
    for (int i = position + 1; i < script.length(); i++) {
      if (script.charAt(i) == '\\') {
        i++;
      } else if (script.charAt(i) == '\'') {
        return i;
      }
    }
    return -1;
  }

  private int endOfLine() {
    int end = position;
    while (end < script.length() && script.charAt(end) != '\n' && script.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** A comment without an end is a statement: parsing it says what is wrong. */
  private void skipComment() {
    int close = script.indexOf("*/", position + 2);
    if (close < 0) {
      begin();
      open = true;
      end = script.length();
      advance(end);
    } else {
      advance(close + 2);
    }
  }

  private void begin() {
    if (begin < 0) {
      begin = position;
      beginLine = line;
      beginColumn = position - lineStart + 1;
    }
  }

  private void finish(boolean complete) {
    if (begin >= 0) {
      statements.add(
          new Statement(script.substring(begin, end), beginLine, beginColumn, complete, open));
    }
    begin = -1;
  }

  private boolean startsWith(String mark) {
    return script.startsWith(mark, position);
  }

  private void advance(int to) {
    for (int i = position; i < to; i++) {
      char c = script.charAt(i);
      // Of a CR LF, the LF alone is counted.
      if (c == '\n' || c == '\r' && !script.startsWith("\n", i + 1)) {
        line++;
        lineStart = i + 1;
      }
    }
    position = to;
  }
}
