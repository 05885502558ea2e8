package io.vectra.calcite.prepare;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A statement cut into its literals and what stands between them, without parsing it: texts that
 * differ in nothing but the values of literals have the same skeleton.
 */
final class LiteralText {
  /** Begins a literal in a skeleton; its kind follows. No statement that parses has it. */
  private static final char MARK = '\u0001';

  private final String sql;
  private final StringBuilder skeleton;
  private final List<Part> parts = new ArrayList<>();

  /** Where its lines begin; empty before one asks. */
  private final List<Integer> lines = new ArrayList<>();

  private int position;

  /** A literal, or a parameter of the user's, in the order of the text. */
  sealed interface Part {}

  /** A {@code ?}. */
  record Parameter() implements Part {}

  /**
   * A number without a sign, or a string.
   *
   * @param start position of its first character
   * @param end position after its last one
   * @param value an Integer, Long, BigDecimal or String
   */
  record Literal(Kind kind, int start, int end, Object value) implements Part {}

  /** What a literal is, as far as its type depends on it. */
  enum Kind {
    /** Digits, of at most an INTEGER. */
    INTEGER('i'),
    /** Digits of a BIGINT. */
    BIGINT('l'),
    /** Any other number. */
    NUMBER('n'),
    STRING('s');

    private final char mark;

    Kind(char mark) {
      this.mark = mark;
    }
  }

  private LiteralText(String sql) {
    this.sql = sql;
    this.skeleton = new StringBuilder(Math.min(sql.length(), 1_000));
  }

  /** A text as its parts; null when it has none, or has what only the parser understands. */
  static @Nullable LiteralText of(String sql) {
    if (hasOtherLineEnds(sql)) {
      return null;
    }
    LiteralText text = new LiteralText(sql);
    while (text.position < sql.length()) {
      if (!text.next()) {
        return null;
      }
    }
    return text.parts.stream().anyMatch(Literal.class::isInstance) ? text : null;
  }

  /** Whether a CR without a LF ends a line: for the parser it does, and places count lines. */
  private static boolean hasOtherLineEnds(String sql) {
    for (int at = sql.indexOf('\r'); at >= 0; at = sql.indexOf('\r', at + 1)) {
      if (!sql.startsWith("\n", at + 1)) {
        return true;
      }
    }
    return false;
  }

  /** The text with the kind of each literal in the place of its value. */
  String skeleton() {
    return skeleton.toString();
  }

  /** The literals and parameters in their order. */
  List<Part> parts() {
    return parts;
  }

  /**
   * The number of the part that begins at a place which the parser tells, and is a literal; or -1.
   */
  int partAt(SqlParserPos place) {
    int start = offset(place);
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Literal literal && literal.start() == start) {
        return isSigned(start) ? -1 : i;
      }
    }
    return -1;
  }

  /** Where in the text a place is that the parser tells. */
  int offset(SqlParserPos place) {
    if (lines.isEmpty()) {
      for (int begin = 0; begin > 0 || lines.isEmpty(); begin = sql.indexOf('\n', begin) + 1) {
        lines.add(begin);
      }
    }
    int line = Math.min(place.getLineNum(), lines.size());
    return (line == 0 ? 0 : lines.get(line - 1)) + place.getColumnNum() - 1;
  }

  private boolean isSigned(int start) {
    int before = start - 1;
    while (before >= 0 && Character.isWhitespace(sql.charAt(before))) {
      before--;
    }
    return before >= 0 && (sql.charAt(before) == '-' || sql.charAt(before) == '+');
  }

  /**
   * The text with {@code ?} in the place of some literals.
   *
   * @param lifted whether each part is such a literal
   */
  String with(boolean[] lifted) {
    StringBuilder text = new StringBuilder(Math.min(sql.length(), 1_000));
    int from = 0;
    for (int i = 0; i < lifted.length; i++) {
      if (lifted[i]) {
        Literal literal = (Literal) parts.get(i);
        text.append(sql, from, literal.start()).append('?');
        from = literal.end();
      }
    }
    return text.append(sql, from, sql.length()).toString();
  }

  /** Reads one token; false where it is none that is known here. */
  private boolean next() {
    char c = sql.charAt(position);
    if (c == '\'') {
      return string();
    }
    if (c == '"') {
      return quoted();
    }
    if (c >= '0' && c <= '9' || c == '.' && isDigit(position + 1)) {
      return number();
    }
    if (c == MARK || c == '`') {
      return false;
    }
    if (Character.isJavaIdentifierStart(c)) {
      return word();
    }
    if (c == '-' && follows('-') || c == '/' && follows('/')) {
      copyTo(endOfLine());
    } else if (c == '/' && follows('*')) {
      int close = sql.indexOf("*/", position + 2);
      if (close < 0) {
        return false;
      }
      copyTo(close + 2);
    } else {
      if (c == '?') {
        parts.add(new Parameter());
      }
      copyTo(position + 1);
    }
    return true;
  }

  private boolean follows(char c) {
    return position + 1 < sql.length() && sql.charAt(position + 1) == c;
  }

  private boolean isDigit(int at) {
    return at < sql.length() && sql.charAt(at) >= '0' && sql.charAt(at) <= '9';
  }

  private int endOfLine() {
    int end = position;
    while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private void copyTo(int end) {
    skeleton.append(sql, position, end);
    position = end;
  }

  /** A word; one that touches a string is the prefix of another kind of string. */
  private boolean word() {
    int end = position + 1;
    while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
      end++;
    }
    copyTo(end);
    return end == sql.length()
        || sql.charAt(end) != '\'' && !(sql.charAt(end) == '&' && sql.startsWith("'", end + 1));
  }

  private boolean quoted() {
    int close = sql.indexOf('"', position + 1);
    if (close < 0) {
      return false;
    }
    copyTo(close + 1); // a doubled quote begins the next part of the same name
    return true;
  }

  private boolean string() {
    int from = position + 1;
    int close = sql.indexOf('\'', from);
    StringBuilder value = null;
    while (close >= 0 && sql.startsWith("'", close + 1)) {
      value = value == null ? new StringBuilder() : value;
      value.append(sql, from, close + 1);
      from = close + 2;
      close = sql.indexOf('\'', from);
    }
    if (close < 0) {
      return false;
    }
    String last = sql.substring(from, close);
    add(Kind.STRING, close + 1, value == null ? last : value.append(last).toString());
    return true;
  }

  private boolean number() {
    int end = position;
    boolean whole = true;
    while (isDigit(end)) {
      end++;
    }
    if (end < sql.length() && sql.charAt(end) == '.') {
      whole = false;
      do {
        end++;
      } while (isDigit(end));
    }
    if (end < sql.length() && (sql.charAt(end) == 'e' || sql.charAt(end) == 'E')) {
      whole = false;
      end++;
      if (end < sql.length() && (sql.charAt(end) == '+' || sql.charAt(end) == '-')) {
        end++;
      }
      if (!isDigit(end)) {
        return false;
      }
      while (isDigit(end)) {
        end++;
      }
    }
    if (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
      return false;
    }
    if (whole && end - position <= 18) {
      long value = Long.parseLong(sql, position, end, 10);
      boolean isInteger = value <= Integer.MAX_VALUE;
      add(
          isInteger ? Kind.INTEGER : Kind.BIGINT,
          end,
          isInteger ? (Object) (int) value : (Object) value);
    } else if (end - position > 100) {
      return false;
    } else {
      add(Kind.NUMBER, end, new BigDecimal(sql.substring(position, end)));
    }
    return true;
  }

  private void add(Kind kind, int end, Object value) {
    parts.add(new Literal(kind, position, end, value));
    skeleton.append(MARK).append(kind.mark);
    position = end;
  }
}
