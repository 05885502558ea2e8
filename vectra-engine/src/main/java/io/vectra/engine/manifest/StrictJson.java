package io.vectra.engine.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;

/** JSON as trees, never as classes by name: bounded in size and depth, no key twice, no trailer. */
final class StrictJson {
  /** Bytes of one document. */
  static final int MAX_BYTES = 64 << 20;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_CHARACTERS = 32;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_CHARACTERS)
                          .maxStringLength(MAX_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] write(ObjectNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new VectraException(ErrorCode.INTERNAL, "Cannot write a JSON document.", e);
    }
  }

  static JsonFields read(byte[] bytes, int from, int count, String source) {
    try {
      JsonNode node = MAPPER.readTree(bytes, from, count);
      return new JsonFields(node, source);
    } catch (IOException e) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          source + " is damaged: it is no JSON document. Run vectra repair.",
          e);
    }
  }
}
