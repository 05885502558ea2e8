package io.vectra.engine.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Filters match what the original matched, but where it was wrong, which is listed here by name.
 */
class MetadataMatchTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path CASES =
      Path.of("src", "test", "resources", "original", "filter-cases.json");

  /**
   * Where the answers differ from the original's: for a field missing, "abc", "ab", "", "a,b", "5",
   * 5, 0, -1.5, true, false, null, ["a","b"], [] and {"x":1}.
   */
  private static final String DELIBERATE =
      """
      null is a missing field or null         | null                            | 100000000001000
      no operator                             | {}                              | refused
      an array is equal to itself             | []                              | 000000000000010
      an array is equal to itself             | ["abc","x"]                     | 000000000000000
      an object is equal to itself            | {"x":1}                         | 000000000000001
      null is a missing field or null         | {"$eq":null}                    | 100000000001000
      a missing field is unequal              | {"$ne":"abc"}                   | 101111111111111
      a missing field is unequal              | {"$ne":5}                       | 111111011111111
      texts are ordered among texts           | {"$gt":"4"}                     | 011011000000000
      texts are ordered among texts           | {"$lt":"zzz"}                   | 011111000000000
      null has no order                       | {"$gt":null}                    | refused
      an empty array is no element            | {"$in":["abc","x"]}             | 010000000000000
      an empty array is no element            | {"$in":["abcd"]}                | 000000000000000
      numbers are elements                    | {"$in":[5]}                     | 000000100000000
      a number is no text                     | {"$in":["5"]}                   | 000001000000000
      a part of an element is none            | {"$in":["x5y"]}                 | 000000000000000
      booleans are elements                   | {"$in":[true]}                  | 000000000100000
      $in takes an array                      | {"$in":"abcdef"}                | refused
      a missing field is no element           | {"$nin":["abc"]}                | 101111111111111
      a part of an element is none            | {"$nin":["abcd"]}               | 111111111111111
      numbers are elements                    | {"$nin":[5]}                    | 111111011111111
      a number is no text                     | {"$nin":["5"]}                  | 111110111111111
      a part of an element is none            | {"$nin":["x5y"]}                | 111111111111111
      nothing is an element of []             | {"$nin":[]}                     | 111111111111111
      booleans are elements                   | {"$nin":[true]}                 | 111111111011111
      $nin takes an array                     | {"$nin":"abcdef"}               | refused
      an empty array is no element            | {"$ne":"x","$in":["abc"]}       | 010000000000000
      $exists is an operator                  | {"$exists":true}                | 011111111111111
      $not is an operator                     | {"$not":{"$eq":5}}              | 111111011111111
      $and stands between conditions          | {"$and":[{"$gt":1}]}            | refused
      $or stands between conditions           | {"$or":[{"$eq":5}]}             | refused
      $regex is an operator                   | {"$regex":"a"}                  | 011010000000000
      unknown operators are refused           | {"$eq":"abc","$bogus":1}        | refused
      unknown operators are refused           | {"$bogus":1,"$eq":"zzz"}        | refused
      """;

  /** The same for whole filters. */
  private static final String DELIBERATE_WHOLE =
      """
      a filter is an object                   | null                            | refused
      $and takes an array                     | {"$and":"oops"}                 | refused
      $or takes an array                      | {"$or":{"f":5}}                 | refused
      $not is an operator                     | {"$not":{"f":5}}                | 111111011111111
      unknown operators are refused           | {"$nor":[]}                     | refused
      a filter is an object                   | {"$and":[null,{}]}              | refused
      a filter is an object                   | {"$or":[null]}                  | refused
      a missing field is unequal              | {"g":{"$ne":1}}                 | 111111111111111
      """;

  @Test
  void conditionsOnAField_matchWhatTheOriginalMatches_butForTheDeliberateDifferences()
      throws IOException {
    JsonNode table = MAPPER.readTree(CASES.toFile());
    Map<String, String> deliberate = differences(DELIBERATE);
    for (JsonNode each : table.get("fieldCases")) {
      ObjectNode filter = MAPPER.createObjectNode();
      filter.set("f", each.get("op"));
      compare(each.get("op"), filter, each.get("result"), table.get("values"), deliberate);
    }
    assertThat(deliberate).as("differences that are none").isEmpty();
  }

  @Test
  void wholeFilters_matchWhatTheOriginalMatches_butForTheDeliberateDifferences()
      throws IOException {
    JsonNode table = MAPPER.readTree(CASES.toFile());
    Map<String, String> deliberate = differences(DELIBERATE_WHOLE);
    for (JsonNode each : table.get("topCases")) {
      JsonNode filter = each.get("filter");
      compare(filter, filter, each.get("result"), table.get("values"), deliberate);
    }
    assertThat(deliberate).as("differences that are none").isEmpty();
  }

  private static void compare(
      JsonNode shown,
      JsonNode filter,
      JsonNode results,
      JsonNode values,
      Map<String, String> deliberate) {
    StringBuilder original = new StringBuilder();
    results.forEach(
        result -> original.append(result.isBoolean() ? result.booleanValue() ? '1' : '0' : '!'));
    String ours = ours(filter, values);
    String expected = deliberate.remove(shown.toString());
    if (expected == null) {
      assertThat(ours).as(shown.toString()).isEqualTo(original.toString());
    } else {
      assertThat(expected).as("a difference: " + shown).isNotEqualTo(original.toString());
      assertThat(ours).as(shown.toString()).isEqualTo(expected);
    }
  }

  private static String ours(JsonNode filter, JsonNode values) {
    MetadataMatch match;
    try {
      match = MetadataMatch.of(filter.toString());
    } catch (VectraException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
      return "refused";
    }
    StringBuilder ours = new StringBuilder();
    for (JsonNode value : values) {
      ObjectNode metadata = MAPPER.createObjectNode();
      if (value.has("v")) {
        metadata.set("f", value.get("v"));
      }
      ours.append(match.matches(metadata.toString()) ? '1' : '0');
    }
    return ours.toString();
  }

  private static Map<String, String> differences(String table) {
    Map<String, String> differences = new HashMap<>();
    table
        .lines()
        .map(line -> line.split("\\|"))
        .forEach(cells -> differences.put(cells[1].trim(), cells[2].trim()));
    return differences;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"tags":{"$contains":"a"}}                  | {"tags":["a","b"]}          | true
          {"tags":{"$contains":"c"}}                  | {"tags":["a","b"]}          | false
          {"tags":{"$contains":2}}                    | {"tags":[1,2.0]}            | true
          {"title":{"$contains":"ell"}}               | {"title":"hello"}           | true
          {"title":{"$contains":"x"}}                 | {"title":"hello"}           | false
          {"title":{"$contains":1}}                   | {"title":"hello 1"}         | false
          {"tags":{"$containsAny":["c","b"]}}         | {"tags":["a","b"]}          | true
          {"tags":{"$containsAny":[]}}                | {"tags":["a","b"]}          | false
          {"tags":{"$containsAll":["b","a"]}}         | {"tags":["a","b"]}          | true
          {"tags":{"$containsAll":["b","c"]}}         | {"tags":["a","b"]}          | false
          {"tags":{"$containsAll":[]}}                | {"tags":[]}                 | true
          {"tags":{"$containsAll":[]}}                | {"tags":"a"}                | false
          {"tags":{"$size":2}}                        | {"tags":["a","b"]}          | true
          {"tags":{"$size":1}}                        | {"tags":["a","b"]}          | false
          {"tags":{"$not":{"$contains":"a"}}}         | {}                          | true
          {"n":{"$in":[1e2]}}                         | {"n":100}                   | true
          {"n":12345678901234567890}                  | {"n":12345678901234567891}  | false
          {"n":{"$lt":1e400}}                         | {"n":5}                     | true
          {"s":{"$regex":"^a.c$"}}                    | {"s":"abc"}                 | true
          {"s":{"$regex":"^(?i)ABC"}}                 | {"s":"abcd"}                | true
          {"s":{"$regex":"b"}}                        | {"s":5}                     | false
          {"a.b":1}                                   | {"a":{"b":1}}               | true
          {"a.b":1}                                   | {"a.b":1}                   | true
          {"a.b":1}                                   | {"a.b":2,"a":{"b":1}}       | false
          {"a.b.c":{"$exists":false}}                 | {"a":{"b":1}}               | true
          {"a":{"b":1}}                               | {"a":{"b":1.0}}             | true
          {"a":{"b":1}}                               | {"a":{"b":1,"c":2}}         | false
          {"a":1,"b":2}                               | {"a":1,"b":3}               | false
          {"$not":{"$or":[{"a":1},{"b":2}]}}          | {"a":2,"b":1}               | true
          {"s":{"$gt":"\\uFFFF"}}                     | {"s":"\\uD83D\\uDE00"}      | true
          """)
  void filter_matchesOrNot(String filter, String metadata, boolean expected) {
    assertThat(MetadataMatch.of(filter).matches(metadata)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"$gte":[1]}}              | filter.a.$gte takes a number or a text, not [1]
          {"$and":[{"a":1},{"b":{"$x":1}}]} | filter.$and[1].b.$x is no operator
          {"a":{"$size":1.5}}             | filter.a.$size takes a whole number
          {"a":{"$exists":1}}             | filter.a.$exists takes true or false
          {"a":{"$regex":"("}}            | filter.a.$regex is no pattern
          {"a":{"b":1,"$eq":2}}           | filter.a.b is no operator
          {"$foo":1}                      | those between conditions are $and, $or and $not
          [1]                             | filter is no object
          """)
  void filterThatIsNone_isRefusedWithItsPlace(String filter, String words) {
    assertThatThrownBy(() -> MetadataMatch.of(filter))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER))
        .hasMessageContaining(words);
  }

  @Test
  void textThatIsNoJson_isRefused() {
    assertThatThrownBy(() -> MetadataMatch.of("{\"a\":"))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON));
  }

  /** The first looks again and again, the second goes deeper with each character. */
  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+\\\\1c$", "^(a|b)*$"})
  void patternWithoutEnd_isEnded(String pattern) {
    MetadataMatch match = MetadataMatch.of("{\"s\":{\"$regex\":\"" + pattern + "\"}}");
    String metadata = "{\"s\":\"" + "a".repeat(pattern.contains("|") ? 1_000_000 : 40) + "b\"}";
    assertThatThrownBy(() -> match.matches(metadata))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
  }
}
