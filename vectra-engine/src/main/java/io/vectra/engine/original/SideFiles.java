package io.vectra.engine.original;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.storage.Storage;
import java.io.IOException;
import java.util.regex.Pattern;

/** The files beside an index that hold the metadata of one item each, as JSON. */
final class SideFiles {
  /** The original makes UUIDs; nothing that means a directory, a device or a stream. */
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  private final Storage storage;
  private final ObjectReader reader;

  SideFiles(Storage storage) {
    this.storage = storage;
    this.reader =
        JsonIndexReader.MAPPER
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * The metadata in a file.
   *
   * @param name as the index says it
   * @param item that has it, for messages
   * @throws VectraException BAD_FILE_FORMAT when the name leaves the folder, or the file is missing
   *     or no JSON object
   */
  ObjectNode read(String name, String item) {
    if (!FILE_NAME.matcher(name).matches()) {
      throw OriginalErrors.unreadable(
          "The file '" + name + "' of item '" + item + "'", "its name is none of a file", null);
    }
    if (!storage.exists(name)) {
      throw OriginalErrors.unreadable(
          "The file " + name + " with the metadata of item '" + item + "'", "it is missing", null);
    }
    byte[] content;
    try {
      content = storage.readFully(name, Limits.MAX_ROW_BYTES);
    } catch (VectraException e) {
      throw OriginalErrors.unreadable(name, "it cannot be read, or is too large", e);
    }
    try (JsonParser parser = JsonIndexReader.MAPPER.createParser(content)) {
      try {
        JsonNode value = reader.readTree(parser);
        if (value instanceof ObjectNode object) {
          return object;
        }
        throw OriginalErrors.unreadable(name, "it is no JSON object", null);
      } catch (JsonProcessingException e) {
        throw JsonIndexReader.damaged(name, parser.currentLocation(), "", e);
      }
    } catch (IOException e) {
      throw OriginalErrors.unreadable(name, "it cannot be read", e);
    }
  }
}
