package io.vectra.calcite.parser;

import io.vectra.calcite.parser.generated.VectraParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;

/**
 * Says in few words what the parser could have gone on with. Where an expression may begin there
 * are hundreds of tokens; what all of them begin is asked of the parser itself, once.
 */
final class ExpectedTokens {
  private static final int SHOWN = 8;

  /** The tokens with which each of these may begin, in the order in which they are looked for. */
  private enum Group {
    STATEMENT("a statement", ";", "SELECT", "INSERT"),
    EXPRESSION("an expression", "SELECT 1 + ", "CASE", "CAST"),
    OPERATOR("an operator", "SELECT (1 ", "BETWEEN", "LIKE");

    private final String words;
    private final String marker;
    private final String secondMarker;
    private final Set<String> tokens;

    /** The probe is cut off just where the group begins; the markers tell the group. */
    Group(String words, String probe, String marker, String secondMarker) {
      this.words = words;
      this.marker = marker;
      this.secondMarker = secondMarker;
      this.tokens = new HashSet<>(expectedAfter(probe));
      this.tokens.remove(")");
      this.tokens.remove(",");
    }
  }

  private ExpectedTokens() {}

  /** A list in words, of at most eight items; empty for nothing. */
  static String describe(List<String> tokenImages) {
    Set<String> items = new LinkedHashSet<>();
    Set<String> left =
        new LinkedHashSet<>(tokenImages.stream().map(ExpectedTokens::plain).toList());
    if (left.size() > SHOWN) {
      for (Group group : Group.values()) {
        if (left.contains(group.marker) && left.contains(group.secondMarker)) {
          items.add(group.words);
          left.removeAll(group.tokens);
        }
      }
    }
    for (String token : left) {
      items.add(inWords(token));
    }
    List<String> shown = new ArrayList<>(items);
    if (shown.size() > SHOWN) {
      shown = shown.subList(0, SHOWN);
      return String.join(", ", shown) + " ...";
    }
    if (shown.size() > 1) {
      String last = shown.remove(shown.size() - 1);
      return String.join(", ", shown) + " or " + last;
    }
    return String.join("", shown);
  }

  private static Collection<String> expectedAfter(String sql) {
    try {
      // The configuration is made here: that of VectraSqlParser may not be initialised yet.
      SqlParser.create(sql, SqlParser.config().withParserFactory(VectraParser.FACTORY)).parseStmt();
      throw new IllegalStateException("The probe '" + sql + "' is a whole statement");
    } catch (SqlParseException e) {
      Set<String> tokens = new HashSet<>();
      for (String token : e.getExpectedTokenNames()) {
        tokens.add(plain(token));
      }
      return tokens;
    }
  }

  private static String plain(String image) {
    return image.length() > 2 && image.startsWith("\"") && image.endsWith("\"")
        ? image.substring(1, image.length() - 1)
        : image;
  }

  private static String inWords(String token) {
    return switch (token) {
      case "<EOF>" -> "the end of the text";
      case "<IDENTIFIER>",
          "<QUOTED_IDENTIFIER>",
          "<BACK_QUOTED_IDENTIFIER>",
          "<BIG_QUERY_BACK_QUOTED_IDENTIFIER>",
          "<HYPHENATED_IDENTIFIER>",
          "<BRACKET_QUOTED_IDENTIFIER>",
          "<UNICODE_QUOTED_IDENTIFIER>" ->
          "a name";
      case "<QUOTED_STRING>",
          "<PREFIXED_STRING_LITERAL>",
          "<UNICODE_STRING_LITERAL>",
          "<C_STYLE_ESCAPED_STRING_LITERAL>",
          "<BIG_QUERY_QUOTED_STRING>",
          "<BIG_QUERY_DOUBLE_QUOTED_STRING>",
          "<BINARY_STRING_LITERAL>" ->
          "a string";
      case "<UNSIGNED_INTEGER_LITERAL>" -> "an integer";
      case "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>" -> "a number";
      default ->
          token.startsWith("<") && token.length() > 2
              ? token.replaceAll("[<>]", "").replace('_', ' ').toLowerCase(Locale.ROOT)
              : Character.isLetter(token.charAt(0)) ? token : "'" + token + "'";
    };
  }
}
