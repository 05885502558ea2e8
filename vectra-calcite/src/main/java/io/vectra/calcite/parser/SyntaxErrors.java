package io.vectra.calcite.parser;

import io.vectra.calcite.parser.generated.ParseException;
import io.vectra.calcite.parser.generated.Token;
import io.vectra.calcite.parser.generated.TokenMgrError;
import io.vectra.calcite.parser.generated.VectraParserConstants;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Turns what the generated parser throws into errors that say where, what was met and expected. */
final class SyntaxErrors {
  private static final int SHOWN_CHARACTERS = 40;
  private static final String NOT_A_QUERY = "Non-query expression";
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");

  private SyntaxErrors() {}

  static VectraException of(SqlParseException e, String sql) {
    Throwable cause = e.getCause();
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof VectraException refusal) {
        return refusal;
      }
      if (t instanceof StackOverflowError) {
        return tooDeep(t);
      }
    }
    if (cause instanceof ParseException parse && e.getExpectedTokenSequences() != null) {
      return unexpectedToken(parse, e, sql);
    }
    if (cause instanceof TokenMgrError) {
      return lexical(e);
    }
    if (cause instanceof CalciteContextException context && context.getCause() != null) {
      SqlParserPos at =
          new SqlParserPos(
              context.getPosLine(),
              context.getPosColumn(),
              context.getEndPosLine(),
              context.getEndPosColumn());
      return error(e, text(context.getCause()), at);
    }
    if (text(e).startsWith(NOT_A_QUERY)) {
      String message = "Syntax error: met '" + word(sql, e.getPos()) + "', expected a statement";
      return unexpected(e, sql, message, e.getPos());
    }
    return error(e, firstLine(text(e)), e.getPos());
  }

  static VectraException unexpected(Throwable e) {
    if (e instanceof VectraException refusal) {
      return refusal;
    }
    return error(e, firstLine(text(e)), null);
  }

  static VectraException tooDeep(Throwable e) {
    return new VectraException(
        ErrorCode.LIMIT_EXCEEDED,
        "The SQL text is nested too deeply to be parsed; nest fewer expressions or sub-queries.",
        e);
  }

  private static VectraException unexpectedToken(
      ParseException parse, SqlParseException e, String sql) {
    List<int[]> sequences = List.of(e.getExpectedTokenSequences());
    if (parse.currentToken == null) {
      // Calcite replaces the error at a keyword by one that knows no tokens any more.
      String message = met(word(sql, e.getPos()), expected(e, sequences, 0));
      return unexpected(e, sql, message, e.getPos());
    }
    // A production that looks several tokens ahead fails at its first one: go on to the token that
    // no expected sequence continues with.
    Token met = parse.currentToken.next;
    int depth = 0;
    while (met.next != null) {
      List<int[]> continued = continuedBy(sequences, depth, met.kind);
      if (continued.isEmpty()) {
        break;
      }
      sequences = continued;
      met = met.next;
      depth++;
    }
    String message =
        switch (met.kind) {
          case VectraParserConstants.QUOTE ->
              "Syntax error: the string that begins here has no end";
          case VectraParserConstants.DOUBLE_QUOTE ->
              "Syntax error: the quoted name that begins here has no end";
          case VectraParserConstants.HINT_BEG ->
              "Syntax error: a hint cannot stand here; it stands after the first SELECT of the"
                  + " statement (of WITH, the SELECT after its queries), as in SELECT /*+ exact */ ..";
          case VectraParserConstants.EOF ->
              "Syntax error: met the end of the text" + inWords(expected(e, sequences, depth));
          default -> met(met.image, expected(e, sequences, depth));
        };
    return unexpected(
        e,
        sql,
        message,
        new SqlParserPos(met.beginLine, met.beginColumn, met.endLine, met.endColumn));
  }

  /** What does not fit may be right in another dialect: then the user is told what to write. */
  private static VectraException unexpected(
      Throwable e, String sql, String message, SqlParserPos at) {
    String advice = OtherDialects.advice(sql, offset(sql, at));
    return advice == null
        ? error(e, message, at)
        : new VectraException(ErrorCode.FEATURE_NOT_SUPPORTED, advice + place(at), e);
  }

  private static int offset(String sql, SqlParserPos at) {
    int line = 0;
    for (int i = 1; i < at.getLineNum(); i++) {
      line = sql.indexOf('\n', line) + 1;
    }
    return Math.min(line + at.getColumnNum() - 1, sql.length());
  }

  /** A word that fails where a name could stand is a reserved one. */
  private static String met(String image, List<String> expected) {
    boolean reserved =
        !image.isEmpty()
            && Character.isLetter(image.charAt(0))
            && expected.contains("<IDENTIFIER>")
            && !expected.contains("\"INSERT\"");
    return "Syntax error: met "
        + (reserved ? "the reserved word '" : "'")
        + shortened(image)
        + "'"
        + inWords(expected)
        + (reserved ? "; as a name it must stand in double quotes" : "");
  }

  private static List<String> expected(SqlParseException e, List<int[]> sequences, int depth) {
    List<String> images = new ArrayList<>();
    for (int[] sequence : sequences) {
      String image = e.getTokenImages()[sequence[depth]];
      if (!images.contains(image)) {
        images.add(image);
      }
    }
    return images;
  }

  private static String inWords(List<String> expected) {
    String words = ExpectedTokens.describe(expected);
    return words.isEmpty() ? "" : ", expected " + words;
  }

  /** The word, or the single character, at a place of the text. */
  private static String word(String sql, SqlParserPos at) {
    String line = sql.lines().skip(at.getLineNum() - 1L).findFirst().orElse("");
    String rest = line.substring(Math.min(at.getColumnNum() - 1, line.length()));
    Matcher word = WORD.matcher(rest);
    return word.lookingAt() ? word.group() : rest.substring(0, Math.min(1, rest.length()));
  }

  private static List<int[]> continuedBy(List<int[]> sequences, int depth, int kind) {
    return sequences.stream()
        .filter(sequence -> sequence.length > depth + 1 && sequence[depth] == kind)
        .toList();
  }

  private static VectraException lexical(SqlParseException e) {
    String message = text(e);
    Matcher place = PLACE.matcher(message);
    SqlParserPos at =
        place.find()
            ? new SqlParserPos(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
            : e.getPos();
    Matcher met = Pattern.compile("Encountered: (<EOF>|\".*?\"(?= \\())").matcher(message);
    String what =
        !met.find()
            ? "a character that SQL does not have"
            : met.group(1).equals("<EOF>")
                ? "the end of the text inside a string, a quoted name or a comment"
                : "the character "
                    + met.group(1).replaceAll("^\"|\"$", "'")
                    + ", which cannot stand here";
    return error(e, "Syntax error: met " + what, at);
  }

  private static VectraException error(Throwable e, String message, @Nullable SqlParserPos at) {
    String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    return new VectraException(ErrorCode.SYNTAX_ERROR, sentence + place(at), e);
  }

  private static String place(@Nullable SqlParserPos at) {
    return at == null ? "." : " (line " + at.getLineNum() + ", column " + at.getColumnNum() + ").";
  }

  private static String text(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
