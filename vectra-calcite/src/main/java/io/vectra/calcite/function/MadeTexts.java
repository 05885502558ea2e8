package io.vectra.calcite.function;

import static io.vectra.calcite.function.TextParts.count;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Functions that make texts, in code points, as PostgreSQL's do; none longer than a row. */
public final class MadeTexts {
  private MadeTexts() {}

  /** The texts one after the other; NULLs are left out. */
  public static String concat(@Nullable Object[] texts) {
    return joined("", texts, 0);
  }

  /** The texts with the first one between them; NULLs are left out, but a NULL as the first. */
  public static @Nullable String concatWithSeparator(@Nullable Object[] texts) {
    Object separator = texts[0];
    return separator == null ? null : joined(separator.toString(), texts, 1);
  }

  private static String joined(String separator, @Nullable Object[] texts, int from) {
    StringBuilder all = new StringBuilder();
    boolean first = true;
    for (int i = from; i < texts.length; i++) {
      Object text = texts[i];
      if (text != null) {
        String next = text.toString();
        TextSize.checked("CONCAT", (long) all.length() + separator.length() + next.length());
        all.append(first ? "" : separator).append(next);
        first = false;
      }
    }
    return all.toString();
  }

  /** A text made as long as wanted by spaces at its start, or cut at its end. */
  public static String padStart(String text, int length) {
    return padStart(text, length, " ");
  }

  /** A text made as long as wanted by another at its start, or cut at its end. */
  public static String padStart(String text, int length, String fill) {
    long missing = (long) length - count(text);
    return missing <= 0 || fill.isEmpty()
        ? TextParts.left(text, Math.max(0, length))
        : padding("LPAD", text, missing, fill) + text;
  }

  /** A text made as long as wanted by spaces at its end, or cut there. */
  public static String padEnd(String text, int length) {
    return padEnd(text, length, " ");
  }

  /** A text made as long as wanted by another at its end, or cut there. */
  public static String padEnd(String text, int length, String fill) {
    long missing = (long) length - count(text);
    return missing <= 0 || fill.isEmpty()
        ? TextParts.left(text, Math.max(0, length))
        : text + padding("RPAD", text, missing, fill);
  }

  private static String padding(String function, String text, long missing, String fill) {
    int filled = count(fill);
    String part = TextParts.left(fill, (int) (missing % filled));
    long chars = missing / filled * fill.length() + part.length();
    TextSize.checked(function, text.length() + chars);
    return fill.repeat((int) (missing / filled)) + part;
  }

  /** A text several times; never for 0 and less. */
  public static String repeat(String text, int times) {
    TextSize.checked("REPEAT", (long) text.length() * Math.max(0, times));
    return text.repeat(Math.max(0, times));
  }

  /** A number of spaces. */
  public static String space(int count) {
    return repeat(" ", count);
  }

  /** The code points in the opposite order. */
  public static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /** A text without any occurrence of another. */
  public static String replace(String text, String wanted) {
    return replace(text, wanted, "");
  }

  /** A text with another in the place of each occurrence of a third; an empty one occurs never. */
  public static String replace(String text, String wanted, String by) {
    if (wanted.isEmpty()) {
      return text;
    }
    if (by.length() > wanted.length()) {
      long occurrences = 0;
      for (int at = text.indexOf(wanted); at >= 0; occurrences++) {
        at = text.indexOf(wanted, at + wanted.length());
      }
      TextSize.checked("REPLACE", text.length() + occurrences * (by.length() - wanted.length()));
    }
    return text.replace(wanted, by);
  }

  /** A text with each code point of one list replaced by that of the other, or left out. */
  public static String translate(String text, String wanted, String by) {
    int[] to = by.codePoints().toArray();
    Map<Integer, Integer> places = new HashMap<>();
    int[] from = wanted.codePoints().toArray();
    for (int i = 0; i < from.length; i++) {
      places.putIfAbsent(from[i], i);
    }
    StringBuilder translated = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              int place = places.getOrDefault(point, -1);
              if (place < 0) {
                translated.appendCodePoint(point);
              } else if (place < to.length) {
                translated.appendCodePoint(to[place]);
              }
            });
    TextSize.checked("TRANSLATE", translated.length());
    return translated.toString();
  }

  /** A text with another in the place of as many code points as that has. */
  public static String overlay(String text, String by, int from) {
    return overlay(text, by, from, count(by));
  }

  /** A text with another in the place of some code points. */
  public static String overlay(String text, String by, int from, int length) {
    if (from < 1) {
      throw new VectraException(
          ErrorCode.INVALID_SUBSTRING,
          "OVERLAY cannot begin at " + from + "; the first place is 1.");
    }
    String start = TextParts.left(text, from - 1);
    long end = (long) from + length;
    String rest = end > count(text) ? "" : TextParts.substring(text, (int) end);
    TextSize.checked("OVERLAY", (long) start.length() + by.length() + rest.length());
    return start + by + rest;
  }

  /** Words with a large first letter and small others; a word is of letters and digits. */
  public static String initcap(String text) {
    StringBuilder capitalized = new StringBuilder();
    boolean inside = false;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      String one = Character.toString(point);
      capitalized.append(inside ? one.toLowerCase(Locale.ROOT) : title(point));
      inside = Character.isLetterOrDigit(point);
      at += one.length();
    }
    return capitalized.toString();
  }

  private static String title(int point) {
    return Character.toString(Character.toTitleCase(point));
  }

  /** The text of one code point. */
  public static String character(int point) {
    if (!Character.isValidCodePoint(point)
        || point == 0
        || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      throw new VectraException(
          ErrorCode.INVALID_CHARACTERS,
          "CHR(" + point + ") is no character; 1 to 55295 and 57344 to 1114111 are.");
    }
    return Character.toString(point);
  }

  /** The MD5 digest as hexadecimal digits; of a text, that of its UTF-8. */
  public static String md5(Object value) {
    return digest("MD5", value);
  }

  /** The SHA-256 digest as hexadecimal digits; of a text, that of its UTF-8. */
  public static String sha256(Object value) {
    return digest("SHA-256", value);
  }

  private static String digest(String algorithm, Object value) {
    byte[] bytes =
        value instanceof ByteString binary
            ? binary.getBytes()
            : value.toString().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  /** The hexadecimal digits of an integer, of a negative one those of its two's complement. */
  public static String hexadecimal(Object value) {
    return value instanceof Long number
        ? Long.toHexString(number)
        : Integer.toHexString(((Number) value).intValue());
  }

  /** A random UUID, another one for each call of a statement. */
  public static UUID uuid(int call) {
    return UUID.randomUUID();
  }
}
