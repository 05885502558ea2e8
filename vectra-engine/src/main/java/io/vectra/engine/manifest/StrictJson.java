package io.vectra.engine.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * JSON as trees, never as classes by name: bounded in size and depth, no key twice, no trailer. The
 * trees are built here, since a mapper of objects takes longer to load than most databases to open.
 */
final class StrictJson {
  /** Bytes of one document. */
  static final int MAX_BYTES = 64 << 20;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_CHARACTERS = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_BYTES)
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARACTERS)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StrictJson() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static byte[] write(ObjectNode node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes).useDefaultPrettyPrinter()) {
      write(node, out);
    } catch (IOException e) {
      throw new VectraException(ErrorCode.INTERNAL, "Cannot write a JSON document.", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonNode node, JsonGenerator out) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
          out.writeFieldName(property.getKey());
          write(property.getValue(), out);
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        for (JsonNode item : node) {
          write(item, out);
        }
        out.writeEndArray();
      }
      case STRING -> out.writeString(node.textValue());
      case NUMBER -> out.writeNumber(node.longValue());
      case BOOLEAN -> out.writeBoolean(node.booleanValue());
      default -> throw new IllegalArgumentException("No document has a " + node.getNodeType());
    }
  }

  static JsonFields read(byte[] bytes, int from, int count, String source) {
    try (JsonParser in = FACTORY.createParser(bytes, from, count)) {
      in.nextToken();
      JsonNode node = read(in);
      if (in.nextToken() != null) {
        throw new JsonParseException(in, "More follows after the end");
      }
      return new JsonFields(node, source);
    } catch (IOException e) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          source + " is damaged: it is no JSON document. Run vectra repair.",
          e);
    }
  }

  /** Reads the value at the parser's token, down to the greatest depth that the parser allows. */
  private static JsonNode read(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new JsonParseException(in, "Nothing is there");
    }
    return switch (token) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          object.set(name, read(in));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          array.add(read(in));
        }
        yield array;
      }
      case VALUE_STRING -> NODES.textNode(in.getText());
      case VALUE_NUMBER_INT -> NODES.numberNode(in.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(in.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new JsonParseException(in, "Unexpected " + token);
    };
  }
}
