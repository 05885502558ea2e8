package io.vectra.engine.json;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonPath.Index;
import io.vectra.engine.json.JsonPath.Key;
import io.vectra.engine.json.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;

/** Reads a path, one character after another. */
final class JsonPathParser {
  private static final int MOST_DIGITS = 9;

  private final String text;
  private int at;

  JsonPathParser(String text) {
    this.text = text;
  }

  JsonPath path() {
    skipSpaces();
    boolean strict = word("strict");
    if (!strict) {
      word("lax");
    }
    skipSpaces();
    if (!accept('$')) {
      throw invalid("'$' is expected");
    }
    List<Step> steps = new ArrayList<>();
    for (skipSpaces(); at < text.length(); skipSpaces()) {
      steps.add(step());
    }
    return new JsonPath(steps, strict);
  }

  private Step step() {
    if (accept('.')) {
      skipSpaces();
      return key();
    }
    if (!accept('[')) {
      throw unknown();
    }
    skipSpaces();
    Step step = isQuote() ? new Key(quoted()) : new Index(index());
    skipSpaces();
    if (!accept(']')) {
      throw unknown();
    }
    return step;
  }

  private Step key() {
    if (isQuote()) {
      return new Key(quoted());
    }
    int from = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    if (at == from || at < text.length() && text.charAt(at) == '(') {
      throw unknown();
    }
    return new Key(text.substring(from, at));
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || Character.isSurrogate(c);
  }

  private int index() {
    boolean negative = accept('-');
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from || at - from > MOST_DIGITS) {
      throw unknown();
    }
    int place = Integer.parseInt(text.substring(from, at));
    return negative ? -place : place;
  }

  private boolean isQuote() {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  /** A name between quotes; a backslash takes the next character as it is. */
  private String quoted() {
    char quote = text.charAt(at++);
    StringBuilder name = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\') {
        at++;
        if (at == text.length()) {
          break;
        }
      }
      name.append(text.charAt(at++));
    }
    if (!accept(quote)) {
      throw invalid("a name has no end");
    }
    return name.toString();
  }

  private boolean word(String word) {
    boolean there =
        text.startsWith(word, at)
            && at + word.length() < text.length()
            && Character.isWhitespace(text.charAt(at + word.length()));
    at += there ? word.length() : 0;
    return there;
  }

  private boolean accept(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private VectraException unknown() {
    char c = at < text.length() ? text.charAt(at) : ' ';
    if ("*?@(".indexOf(c) >= 0 || text.startsWith("last", at) || text.startsWith("to", at)) {
      return new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "The JSON path '"
              + text
              + "' is more than keys and indexes at position "
              + (at + 1)
              + ", which is not supported yet: $.key, $.\"a key\", $[0].");
    }
    return invalid("a key or an index is expected");
  }

  private VectraException invalid(String fault) {
    return new VectraException(
        ErrorCode.SYNTAX_ERROR,
        "The JSON path '" + text + "' is wrong at position " + (at + 1) + ": " + fault + ".");
  }
}
