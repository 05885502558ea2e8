package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.util.ByteString;

/** Functions that measure, search and cut texts, in code points, as PostgreSQL's do. */
public final class TextParts {
  private TextParts() {}

  /** How many code points a text has, or bytes a binary value. */
  public static int length(Object value) {
    return value instanceof ByteString bytes ? bytes.length() : count(value.toString());
  }

  /** How many bytes a value has; those of a text in UTF-8. */
  public static int octetLength(Object value) {
    return value instanceof ByteString bytes
        ? bytes.length()
        : value.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** The text from a place on, the first being 1. */
  public static String substring(String text, int from) {
    return between(text, from - 1L, Integer.MAX_VALUE);
  }

  /** A number of code points from a place on; places before the first one count as empty. */
  public static String substring(String text, int from, int length) {
    if (length < 0) {
      throw new VectraException(
          ErrorCode.INVALID_SUBSTRING,
          "SUBSTRING of a negative length, " + length + ", does not exist.");
    }
    return between(text, from - 1L, from - 1L + length);
  }

  /** The first code points; with a negative number, all but so many last ones. */
  public static String left(String text, int count) {
    return between(text, 0, count < 0 ? (long) count(text) + count : count);
  }

  /** The last code points; with a negative number, all but so many first ones. */
  public static String right(String text, int count) {
    int length = count(text);
    return between(text, count < 0 ? -(long) count : Math.max(0L, (long) length - count), length);
  }

  /** The code points from one place to another, as far as they exist. */
  private static String between(String text, long from, long to) {
    long first = Math.max(0, from);
    if (to <= first || first >= text.length()) {
      return "";
    }
    int length = text.length();
    int start = offset(text, 0, first);
    int end = to - first >= length - start ? length : offset(text, start, to - first);
    return text.substring(start, end);
  }

  private static int offset(String text, int from, long codePoints) {
    int at = from;
    for (long i = 0; i < codePoints && at < text.length(); i++) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /** The place where a part is first found, from 1; 0 when it is not there. */
  public static int position(String text, String part) {
    return position(text, part, 1);
  }

  /** The place where a part is first found at or after a place. */
  public static int position(String text, String part, int from) {
    if (from < 1) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "A search of a text cannot begin at " + from + "; the first place is 1.");
    }
    int start = offset(text, 0, from - 1L);
    if (start == text.length() && count(text) < from - 1L) {
      return 0;
    }
    int found = text.indexOf(part, start);
    return found < 0 ? 0 : text.codePointCount(0, found) + 1;
  }

  /** As {@link #position(String, String)}, with the part before the text. */
  public static int locate(String part, String text) {
    return position(text, part);
  }

  /** As {@link #position(String, String, int)}, with the part before the text. */
  public static int locate(String part, String text, int from) {
    return position(text, part, from);
  }

  /** Whether a text begins with another. */
  public static boolean startsWith(String text, String prefix) {
    return text.startsWith(prefix);
  }

  /** The n-th of the fields between delimiters; with a negative number, counted from the end. */
  public static String splitPart(String text, String delimiter, int field) {
    if (field == 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "SPLIT_PART has no field 0; the first one is 1.");
    }
    if (delimiter.isEmpty()) {
      return field == 1 || field == -1 ? text : "";
    }
    return field > 0
        ? fieldFromStart(text, delimiter, field)
        : fieldFromEnd(text, delimiter, -(long) field);
  }

  private static String fieldFromStart(String text, String delimiter, int field) {
    int start = 0;
    for (int i = 1; i < field; i++) {
      int end = text.indexOf(delimiter, start);
      if (end < 0) {
        return "";
      }
      start = end + delimiter.length();
    }
    int end = text.indexOf(delimiter, start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  /** Delimiters are found from the start here too: they may overlap. */
  private static String fieldFromEnd(String text, String delimiter, long field) {
    int fields = 1;
    for (int at = text.indexOf(delimiter); at >= 0; ) {
      fields++;
      at = text.indexOf(delimiter, at + delimiter.length());
    }
    return field > fields ? "" : fieldFromStart(text, delimiter, (int) (fields - field + 1));
  }

  /** The number of the first code point; 0 of an empty text. */
  public static int ascii(String text) {
    return text.isEmpty() ? 0 : text.codePointAt(0);
  }

  /** A text without spaces at its start. */
  public static String trimStart(String text) {
    return trimStart(text, " ");
  }

  /** A text without any of some code points at its start. */
  public static String trimStart(String text, String unwanted) {
    int start = 0;
    while (start < text.length() && unwanted.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start);
  }

  /** A text without spaces at its end. */
  public static String trimEnd(String text) {
    return trimEnd(text, " ");
  }

  /** A text without any of some code points at its end. */
  public static String trimEnd(String text, String unwanted) {
    int end = text.length();
    while (end > 0 && unwanted.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  /** A text without spaces at both ends. */
  public static String trim(String text) {
    return trim(text, " ");
  }

  /** A text without any of some code points at both ends. */
  public static String trim(String text, String unwanted) {
    return trimEnd(trimStart(text, unwanted), unwanted);
  }

  static int count(String text) {
    return text.codePointCount(0, text.length());
  }
}
