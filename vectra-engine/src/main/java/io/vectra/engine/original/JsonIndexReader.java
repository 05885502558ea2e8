package io.vectra.engine.original;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads {@code index.json}, an item at a time. */
final class JsonIndexReader {
  /** Reads values as they are written: of a key that occurs twice the last one counts. */
  static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.MAX_JSON_DEPTH)
                          .maxStringLength(Limits.MAX_ROW_BYTES)
                          .maxNameLength(Limits.MAX_ROW_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

  private final String file;
  private final SideFiles sideFiles;
  private double[] components = new double[64];
  private long items;

  JsonIndexReader(String file, SideFiles sideFiles) {
    this.file = file;
    this.sideFiles = sideFiles;
  }

  /** Gives each item to a consumer. */
  void read(InputStream input, Consumer<OriginalItem> consumer) {
    try (JsonParser parser = MAPPER.createParser(input)) {
      try {
        read(parser, consumer);
      } catch (JsonProcessingException e) {
        throw damaged(file, parser.currentLocation(), " in item " + items, e);
      }
    } catch (IOException e) {
      throw OriginalErrors.unreadable(file, "it cannot be read", e);
    }
  }

  private void read(JsonParser parser, Consumer<OriginalItem> consumer) throws IOException {
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "an object of an index");
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean isItems = parser.currentName().equals("items");
      JsonToken value = parser.nextToken();
      if (isItems) {
        expect(parser, value, JsonToken.START_ARRAY, "an array of items");
        found = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          consumer.accept(item(parser));
          items++;
        }
      } else {
        parser.skipChildren();
      }
    }
    if (!found) {
      throw OriginalErrors.unreadable(file, "it has no \"items\"", null);
    }
    if (parser.nextToken() != null) {
      throw at(parser, "more follows the index");
    }
  }

  private OriginalItem item(JsonParser parser) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.START_OBJECT, "an item, which is an object");
    String id = null;
    double[] vector = null;
    ObjectNode metadata = null;
    String metadataFile = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "id" -> id = id(parser, value);
        case "vector" -> vector = vector(parser, value);
        case "metadata" -> metadata = metadata(parser, value);
        case "metadataFile" -> metadataFile = value == JsonToken.VALUE_NULL ? null : text(parser);
        default -> parser.skipChildren();
      }
    }
    if (id == null) {
      throw at(parser, "the item has no id");
    }
    if (vector == null) {
      throw at(parser, "item '" + id + "' has no vector");
    }
    if (metadataFile != null) {
      metadata = sideFiles.read(metadataFile, id); // all of it, not only what is filtered by
    }
    return new OriginalItem(id, vector, metadata == null ? MAPPER.createObjectNode() : metadata);
  }

  /** Numbers were taken for ids, too. */
  private String id(JsonParser parser, JsonToken value) throws IOException {
    return value.isNumeric() ? parser.getText() : text(parser);
  }

  private String text(JsonParser parser) throws IOException {
    expect(parser, parser.currentToken(), JsonToken.VALUE_STRING, "a text");
    return parser.getText();
  }

  private @Nullable ObjectNode metadata(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    expect(parser, value, JsonToken.START_OBJECT, "metadata, which is an object");
    return parser.readValueAsTree();
  }

  private double[] vector(JsonParser parser, JsonToken value) throws IOException {
    expect(parser, value, JsonToken.START_ARRAY, "a vector, which is an array");
    int count = 0;
    for (JsonToken each = parser.nextToken();
        each != JsonToken.END_ARRAY;
        each = parser.nextToken()) {
      if (count == Limits.MAX_DIMENSIONS) {
        throw at(parser, "a vector has more than " + Limits.MAX_DIMENSIONS + " dimensions");
      }
      if (each != JsonToken.VALUE_NULL && (each == null || !each.isNumeric())) {
        throw at(parser, "expected a number of a vector, met " + each);
      }
      if (count == components.length) {
        components = Arrays.copyOf(components, 2 * count);
      }
      components[count++] = each == JsonToken.VALUE_NULL ? Double.NaN : parser.getDoubleValue();
    }
    return Arrays.copyOf(components, count);
  }

  private void expect(
      JsonParser parser, @Nullable JsonToken found, JsonToken expected, String what) {
    if (found != expected) {
      throw at(
          parser, "expected " + what + ", met " + (found == null ? "the end of the file" : found));
    }
  }

  private VectraException at(JsonParser parser, String fault) {
    long offset = parser.currentTokenLocation().getByteOffset();
    return OriginalErrors.unreadable(file, offset, fault + " in item " + items, null);
  }

  /**
   * A text that is no JSON, or JSON beyond the limits.
   *
   * @param met where the parser is
   * @param where continues the fault
   */
  static VectraException damaged(
      String file, JsonLocation met, String where, JsonProcessingException e) {
    JsonLocation at = e.getLocation() == null ? met : e.getLocation();
    String fault = "it is no JSON, or nested too deeply: " + e.getOriginalMessage() + where;
    return OriginalErrors.unreadable(file, at.getByteOffset(), fault, e);
  }
}
