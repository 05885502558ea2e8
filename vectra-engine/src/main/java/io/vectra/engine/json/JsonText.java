package io.vectra.engine.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.CharTypes;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are one JSON value each (RFC 8259). A text is kept as it was written: spaces, the
 * digits of numbers and keys that occur twice, of which the last one counts.
 */
public final class JsonText {
  private static final int MAX_NUMBER_CHARACTERS = 1_000;
  private static final int SHOWN = 60;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(Limits.MAX_ROW_BYTES)
                  .maxNestingDepth(Limits.MAX_JSON_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARACTERS)
                  .maxStringLength(Limits.MAX_ROW_BYTES)
                  .maxNameLength(Limits.MAX_ROW_BYTES)
                  .build())
          .build();

  private JsonText() {}

  /**
   * Checks that a text is one JSON value.
   *
   * @param what begins the message, such as {@code The value for DOCS.META}
   * @throws VectraException INVALID_JSON; LIMIT_EXCEEDED when it is nested too deep or has a number
   *     of too many digits
   */
  public static void check(String text, String what) {
    read(
        text,
        what,
        parser -> {
          parser.skipChildren();
          return text;
        });
  }

  /** Whether a text is one JSON value within the limits. */
  public static boolean isValid(String text) {
    try {
      check(text, "A text");
      return true;
    } catch (VectraException e) {
      return false;
    }
  }

  /** A text as a JSON string. */
  public static String quote(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    CharTypes.appendQuoted(json, text);
    return json.append('"').toString();
  }

  /** Reads the one value of a text, whose first token the parser is at. */
  static <T> T read(String text, String what, Reading<T> reading) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw invalid(text, what, "it is empty", null);
      }
      T result = reading.read(parser);
      if (parser.nextToken() != null) {
        long position = parser.currentTokenLocation().getCharOffset() + 1;
        throw invalid(text, what, "more follows the value at position " + position, null);
      }
      return result;
    } catch (StreamConstraintsException e) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          what
              + " is JSON beyond the limits: at most "
              + Limits.MAX_JSON_DEPTH
              + " objects and arrays within one another, and "
              + MAX_NUMBER_CHARACTERS
              + " characters in a number.",
          e);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : " at position " + Math.max(1, at.getCharOffset());
      throw invalid(text, what, "it breaks off, or is none," + where, e);
    } catch (IOException e) {
      throw new VectraException(ErrorCode.INTERNAL, what + " cannot be read.", e);
    }
  }

  private static VectraException invalid(
      String text, String what, String fault, @Nullable Throwable cause) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return new VectraException(
        ErrorCode.INVALID_JSON, what + " is not JSON: " + fault + ": '" + shown + "'.", cause);
  }

  /** What is to be made of a value; ends at its last token. */
  interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }
}
