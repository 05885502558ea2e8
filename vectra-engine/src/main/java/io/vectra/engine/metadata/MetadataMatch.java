package io.vectra.engine.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonText;
import io.vectra.engine.schema.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A filter, ready to be applied to metadata. Equal ones have the same text. Safe for many threads.
 *
 * <p>A field is named by its key, or by a path with dots where there is no such key. A value that
 * stands alone is {@code $eq}. {@code $eq}, {@code $ne}, {@code $in} and {@code $nin} compare
 * values of one type: 5 is 5.0, and never "5"; a missing field is as null, so that {@code $ne} and
 * {@code $nin} match it. {@code $gt}, {@code $gte}, {@code $lt} and {@code $lte} compare two
 * numbers or two texts.
 */
public final class MetadataMatch {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Limits.MAX_JSON_DEPTH)
                .maxStringLength(Limits.MAX_ROW_BYTES)
                .maxNameLength(Limits.MAX_ROW_BYTES)
                .build());
  }

  private final String text;
  private final MetadataFilter filter;

  private MetadataMatch(String text, MetadataFilter filter) {
    this.text = text;
    this.filter = filter;
  }

  /**
   * The filter of a text.
   *
   * @throws VectraException INVALID_JSON when it is no JSON; INVALID_PARAMETER, with the place in
   *     it, when it is no filter
   */
  public static MetadataMatch of(String text) {
    JsonText.check(text, "The filter");
    return new MetadataMatch(text, MetadataFilterParser.parse(read(text), "filter"));
  }

  /** Whether metadata, the text of a JSON value, matches; null is as an empty object. */
  public boolean matches(@Nullable String metadata) {
    return filter.matches(read(metadata == null ? "{}" : metadata));
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new VectraException(ErrorCode.INVALID_JSON, "Metadata is not JSON.", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MetadataMatch match && match.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
