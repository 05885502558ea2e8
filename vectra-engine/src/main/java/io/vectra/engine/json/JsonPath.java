package io.vectra.engine.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonItem.Kind;
import io.vectra.engine.schema.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A path to one place in a JSON value: keys of objects and indexes of arrays, written {@code
 * $.a.b[0]."a key"['another']}. Evaluation reads the text once, and takes no more memory than the
 * value found.
 *
 * @param strict whether nothing at the path is an error, as {@code strict} before the path says
 */
public record JsonPath(List<Step> steps, boolean strict) {

  /** One step down. */
  public sealed interface Step {}

  /** To the value of a key of an object. */
  public record Key(String name) implements Step {}

  /** To an element of an array, from 0; from -1 backwards from its end. */
  public record Index(int place) implements Step {}

  public JsonPath {
    steps = List.copyOf(steps);
    if (steps.size() > Limits.MAX_JSON_DEPTH) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "A JSON path has "
              + steps.size()
              + " steps, the limit is "
              + Limits.MAX_JSON_DEPTH
              + ".");
    }
  }

  /**
   * Reads a path in the notation of the SQL standard.
   *
   * @throws VectraException SYNTAX_ERROR; FEATURE_NOT_SUPPORTED for wildcards, filters and methods
   */
  public static JsonPath parse(String text) {
    return new JsonPathParser(text).path();
  }

  /** The path of one key. */
  public static JsonPath ofKey(String name) {
    return new JsonPath(List.of(new Key(name)), false);
  }

  /** The path of one element of an array. */
  public static JsonPath ofIndex(int place) {
    return new JsonPath(List.of(new Index(place)), false);
  }

  /** The path that goes on from the end of this one. */
  public JsonPath then(JsonPath next) {
    List<Step> all = new ArrayList<>(steps);
    all.addAll(next.steps);
    return new JsonPath(all, strict || next.strict);
  }

  /**
   * What lies at the path.
   *
   * @throws VectraException INVALID_JSON or LIMIT_EXCEEDED, as {@link JsonText#check}
   */
  public JsonItem find(String json) {
    return JsonText.read(json, "A value", parser -> find(parser, json, 0));
  }

  private JsonItem find(JsonParser parser, String json, int depth) throws IOException {
    if (depth == steps.size()) {
      return item(parser, json);
    }
    Step step = steps.get(depth);
    JsonToken token = parser.currentToken();
    if (step instanceof Key key && token == JsonToken.START_OBJECT) {
      return ofKey(parser, json, key, depth);
    }
    if (step instanceof Index index && token == JsonToken.START_ARRAY) {
      return index.place() < 0
          ? fromEnd(parser, json, index, depth)
          : ofIndex(parser, json, index, depth);
    }
    parser.skipChildren();
    return JsonItem.ABSENT;
  }

  /** Of a key that occurs twice, the last one counts. */
  private JsonItem ofKey(JsonParser parser, String json, Key key, int depth) throws IOException {
    JsonItem found = JsonItem.ABSENT;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean wanted = parser.currentName().equals(key.name());
      parser.nextToken();
      if (wanted) {
        found = find(parser, json, depth + 1);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private JsonItem ofIndex(JsonParser parser, String json, Index index, int depth)
      throws IOException {
    JsonItem found = JsonItem.ABSENT;
    for (int place = 0; parser.nextToken() != JsonToken.END_ARRAY; place++) {
      if (place == index.place()) {
        found = find(parser, json, depth + 1);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  /** Elements are counted before it is known which one is meant. */
  private JsonItem fromEnd(JsonParser parser, String json, Index index, int depth)
      throws IOException {
    String array = item(parser, json).text();
    int size =
        JsonText.read(
            array,
            "An array",
            inner -> {
              int count = 0;
              while (inner.nextToken() != JsonToken.END_ARRAY) {
                inner.skipChildren();
                count++;
              }
              return count;
            });
    if (size + index.place() < 0) {
      return JsonItem.ABSENT;
    }
    List<Step> rest = new ArrayList<>();
    rest.add(new Index(size + index.place()));
    rest.addAll(steps.subList(depth + 1, steps.size()));
    return new JsonPath(rest, strict).find(array);
  }

  private static JsonItem item(JsonParser parser, String json) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> new JsonItem(Kind.NULL, "null");
      case VALUE_TRUE, VALUE_FALSE -> new JsonItem(Kind.BOOLEAN, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonItem(Kind.NUMBER, parser.getText());
      case VALUE_STRING -> new JsonItem(Kind.STRING, parser.getText());
      case START_OBJECT -> new JsonItem(Kind.OBJECT, container(parser, json));
      case START_ARRAY -> new JsonItem(Kind.ARRAY, container(parser, json));
      default -> throw new IllegalStateException("no value: " + parser.currentToken());
    };
  }

  private static String container(JsonParser parser, String json) throws IOException {
    int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    parser.skipChildren();
    return json.substring(from, Math.toIntExact(parser.currentTokenLocation().getCharOffset()) + 1);
  }
}
