package io.vectra.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one JSON object, read strictly: each of its type and in its range, none
 * missing, and none left over when {@link #end} is called.
 */
final class JsonFields {
  private final JsonNode object;
  private final String path;
  private final Set<String> read = new HashSet<>();

  JsonFields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
    if (!object.isObject()) {
      throw damaged("it is not an object");
    }
  }

  int integer(String property, int least) {
    long value = number(property, least);
    if (value > Integer.MAX_VALUE) {
      throw damaged(property + " is " + value + ", at most " + Integer.MAX_VALUE + " is possible");
    }
    return (int) value;
  }

  long number(String property, long least) {
    return number(required(property), property, least);
  }

  long number(JsonNode node, String property, long least) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw damaged(property + " is no whole number");
    }
    long value = node.longValue();
    if (value < least) {
      throw damaged(property + " is " + value + ", at least " + least + " is possible");
    }
    return value;
  }

  String text(String property) {
    JsonNode node = required(property);
    if (!node.isTextual()) {
      throw damaged(property + " is no string");
    }
    return node.textValue();
  }

  boolean flag(String property) {
    JsonNode node = required(property);
    if (!node.isBoolean()) {
      throw damaged(property + " is neither true nor false");
    }
    return node.booleanValue();
  }

  <E extends Enum<E>> E constant(String property, Class<E> type) {
    String name = text(property);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw damaged(property + " is " + name + ", which is no " + type.getSimpleName());
  }

  /** An array; its items are read with {@link #item}. */
  JsonNode array(String property) {
    JsonNode node = required(property);
    if (!node.isArray()) {
      throw damaged(property + " is no array");
    }
    return node;
  }

  JsonFields item(JsonNode item, String property, int index) {
    return new JsonFields(item, path + "/" + property + "/" + index);
  }

  JsonFields object(String property) {
    return new JsonFields(required(property), path + "/" + property);
  }

  /** The property's node, or null when it is JSON's null or missing. */
  @Nullable JsonNode optional(String property) {
    read.add(property);
    JsonNode node = object.get(property);
    return node == null || node.isNull() ? null : node;
  }

  /** Checks that every property was read. */
  void end() {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!read.contains(name)) {
        throw damaged("the property " + name + " is unknown");
      }
    }
  }

  Iterator<String> names() {
    return object.fieldNames();
  }

  VectraException damaged(String what) {
    return damaged(what, null);
  }

  VectraException damaged(String what, @Nullable Throwable cause) {
    return new VectraException(
        ErrorCode.CORRUPTION, path + " is damaged: " + what + ". Run vectra repair.", cause);
  }

  private JsonNode required(String property) {
    JsonNode node = optional(property);
    if (node == null) {
      throw damaged("the property " + property + " is missing");
    }
    return node;
  }
}
