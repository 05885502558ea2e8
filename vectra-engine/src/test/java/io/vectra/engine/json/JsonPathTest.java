package io.vectra.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonItem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String DOCUMENT =
      " {\"a\": {\"b\": [10, 2.50, \"x\\\"y\", null, [true]], \"a key\": 1}, \"a\" : "
          + "{\"b\": [1, 2.50, \"x\\\"y\", null, [ true ]], \"a key\": \"\\u00e9\"}, \"e\": []} ";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "$.a.b[0], NUMBER, 1",
        "lax $.a.b[1], NUMBER, 2.50",
        "$ . a . b [ 2 ], STRING, x\"y",
        "$['a']['b'][3], NULL, null",
        "$.a.b[4], ARRAY, [ true ]",
        "$.a.b[4][0], BOOLEAN, true",
        "$.a.b[-1][0], BOOLEAN, true",
        "$.a.b[-5], NUMBER, 1",
        "$.a.b[-6], ABSENT, ``",
        "$.a.b[5], ABSENT, ``",
        "$.a.\"a key\", STRING, é",
        "$.a[0], ABSENT, ``",
        "$.e, ARRAY, []",
        "$.e.a, ABSENT, ``",
        "strict $.none, ABSENT, ``"
      })
  void find_ofPath_givesWhatTheLastKeyHas(String path, Kind kind, String text) {
    assertThat(JsonPath.parse(path).find(DOCUMENT)).isEqualTo(new JsonItem(kind, text));
  }

  @ParameterizedTest
  @CsvSource({
    "'', SYNTAX_ERROR",
    "a, SYNTAX_ERROR",
    "$., SYNTAX_ERROR",
    "$.a[, SYNTAX_ERROR",
    "$.a[1, SYNTAX_ERROR",
    "$.a[1234567890], SYNTAX_ERROR",
    "'$.\"a', SYNTAX_ERROR",
    "$$, SYNTAX_ERROR",
    "$.*, FEATURE_NOT_SUPPORTED",
    "$[*], FEATURE_NOT_SUPPORTED",
    "$..a, SYNTAX_ERROR",
    "$.a?(@.b > 1), FEATURE_NOT_SUPPORTED",
    "$[?(@.b =~ /(a+)+b/)], FEATURE_NOT_SUPPORTED",
    "$.a.size(), FEATURE_NOT_SUPPORTED",
    "$[last], FEATURE_NOT_SUPPORTED"
  })
  void parse_ofAnythingElse_isRefused(String path, ErrorCode code) {
    assertThatThrownBy(() -> JsonPath.parse(path))
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void find_ofRandomValue_givesWhatATreeHas(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      JsonNode tree = tree(random, 4);
      boolean pretty = random.nextBoolean();
      String text = pretty ? tree.toPrettyString() : tree.toString();
      List<JsonPath.Step> steps = new ArrayList<>();
      JsonNode expected = tree;
      for (int depth = random.nextInt(4); depth > 0; depth--) {
        if (random.nextBoolean()) {
          String key = key(random);
          steps.add(new JsonPath.Key(key));
          expected = expected.isObject() ? expected.path(key) : expected.path("none");
        } else {
          int place = random.nextInt(4) - 1;
          steps.add(new JsonPath.Index(place));
          expected = expected.path(place < 0 ? expected.size() + place : place);
        }
      }
      JsonItem found = new JsonPath(steps, false).find(text);
      String what = text + " at " + steps + ", seed " + seed;
      if (expected.isMissingNode()) {
        assertThat(found).as(what).isEqualTo(JsonItem.ABSENT);
      } else if (expected.isTextual()) {
        assertThat(found).as(what).isEqualTo(new JsonItem(Kind.STRING, expected.textValue()));
      } else {
        assertThat(MAPPER.readTree(found.text())).as(what).isEqualTo(expected);
      }
    }
  }

  private static JsonNode tree(Random random, int depth) {
    switch (depth == 0 ? random.nextInt(4) : random.nextInt(7)) {
      case 0:
        return MAPPER.getNodeFactory().nullNode();
      case 1:
        return MAPPER.getNodeFactory().numberNode(random.nextInt(100) - 50);
      case 2:
        return MAPPER.getNodeFactory().textNode("t\"\\\u00e9".substring(random.nextInt(4)));
      case 3:
        return MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
      case 4:
        ArrayNode array = MAPPER.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(tree(random, depth - 1));
        }
        return array;
      default:
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(key(random), tree(random, depth - 1));
        }
        return object;
    }
  }

  private static String key(Random random) {
    return List.of("a", "b", "a key", "\u00e9", "").get(random.nextInt(5));
  }
}
