package io.vectra.engine.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders that the original wrote are read as it read them; damaged and hostile ones are refused.
 */
class OriginalIndexTest {
  private static final long SEED = 20_268;
  private static final int DAMAGES = Boolean.getBoolean("vectra.proof") ? 2_000 : 200;

  @ParameterizedTest
  @ValueSource(strings = {"json-index", "pb-index"})
  void items_areThoseThatTheOriginalListed(String folder) throws IOException {
    List<OriginalItem> items = read(folder);
    JsonNode expected = OriginalFolders.answers("json-index.expected.json").get("items");
    assertThat(items).hasSize(expected.size());
    int ofFiles = 0;
    for (int i = 0; i < items.size(); i++) {
      OriginalItem item = items.get(i);
      JsonNode listed = expected.get(i);
      assertThat(item.id()).isEqualTo(listed.get("id").asText());
      double precision = folder.startsWith("pb") ? 1e-6 : 1e-12;
      assertThat(norm(item.vector())).isCloseTo(listed.get("norm").asDouble(), within(precision));
      assertThat(item.metadata().size()).isGreaterThanOrEqualTo(listed.get("metadata").size());
      for (Iterator<Map.Entry<String, JsonNode>> fields = listed.get("metadata").fields();
          fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        assertSameValue(item.metadata().get(field.getKey()), field.getValue());
      }
      ofFiles += listed.has("metadataFile") && item.metadata().has("title") ? 1 : 0;
    }
    assertThat(ofFiles).isGreaterThan(100); // metadata that is in files alone
  }

  @Test
  void bothFormats_haveTheSameMetadata() {
    List<OriginalItem> json = read("json-index");
    List<OriginalItem> protobuf = read("pb-index");
    for (int i = 0; i < json.size(); i++) {
      assertThat(fields(protobuf.get(i))).isEqualTo(fields(json.get(i)));
      for (Iterator<Map.Entry<String, JsonNode>> fields = json.get(i).metadata().fields();
          fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        assertSameValue(protobuf.get(i).metadata().get(field.getKey()), field.getValue());
      }
    }
  }

  /** Nearest by an exact scan of what was read, where the original had no filter. */
  @ParameterizedTest
  @CsvSource({"json-index, queries.json", "pb-index, pb-queries.json"})
  void vectors_giveTheAnswersOfTheOriginal(String folder, String answers) throws IOException {
    List<OriginalItem> items = read(folder);
    JsonNode vectors = OriginalFolders.answers("queries.json").get("queries");
    int compared = 0;
    for (JsonNode query : OriginalFolders.answers(answers).get("queries")) {
      if (query.has("filter")) {
        continue;
      }
      double[] vector = vectorOf(vectors, query.get("name").asText());
      List<OriginalItem> nearest =
          items.stream()
              .sorted(Comparator.comparingDouble(item -> -cosine(item.vector(), vector)))
              .limit(query.get("results").size())
              .toList();
      for (int i = 0; i < nearest.size(); i++) {
        JsonNode result = query.get("results").get(i);
        assertThat(nearest.get(i).id()).isEqualTo(result.get("id").asText());
        assertThat(cosine(nearest.get(i).vector(), vector))
            .isCloseTo(result.get("score").asDouble(), within(1e-6));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  @Test
  void vectorsOfAnyKind_areReadAsTheyAre() {
    List<OriginalItem> items = read("json-edge");
    assertThat(items).extracting(OriginalItem::id).startsWith("zero", "unit", "short", "long");
    assertThat(items.get(2).vector()).hasSize(3);
    assertThat(items.get(3).vector()).hasSize(5);
    assertThat(items.get(4).vector()).isEmpty();
    assertThat(items.get(5).vector()).containsExactly(1e200, 1e200, 0, 0);
    assertThat(items.get(8).vector()).containsExactly(Double.NaN, 1, 0, 0);
  }

  @Test
  void metadataOfAnyKind_isReadAsItIs() throws IOException {
    List<OriginalItem> items = read("json-inline");
    JsonNode written = OriginalFolders.answers("json-inline/index.json").get("items");
    assertThat(items).hasSize(written.size());
    for (int i = 0; i < items.size(); i++) {
      assertSameValue(items.get(i).metadata(), written.get(i).get("metadata"));
    }
  }

  @Test
  void digest_isThatOfTheFile() throws Exception {
    byte[] content = OriginalFolders.bytes("pb-index/index.pb");
    OriginalIndex index = OriginalIndex.in(OriginalFolders.open("pb-index"));
    assertThat(index).isNotNull();
    assertThat(index.length()).isEqualTo(content.length);
    assertThat(index.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
  }

  @Test
  void folderWithoutAnIndex_hasNone_andOneWithTwoIsRefused() throws IOException {
    assertThat(OriginalIndex.in(OriginalFolders.of("other.json", "{}"))).isNull();
    Storage two = OriginalFolders.of("index.json", "{\"items\":[]}");
    OriginalFolders.add(two, "index.pb", new byte[0]);
    assertRefused(() -> OriginalIndex.in(two), "index.json and index.pb");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                  | met the end of the file
          []                                                  | expected an object of an index
          {}                                                  | it has no "items"
          {"items":{}}                                        | expected an array of items
          {"items":[]} x                                      | byte 13
          {"items":[]}{}                                      | more follows the index
          {"items":[{"id":"a","vector":[1]}                   | byte
          {"items":[1]}                                       | in item 0 (byte 10)
          {"items":[{"vector":[1]}]}                          | the item has no id
          {"items":[{"id":null,"vector":[1]}]}                | expected a text
          {"items":[{"id":"a"}]}                              | item 'a' has no vector
          {"items":[{"id":"a","vector":"1"}]}                 | expected a vector
          {"items":[{"id":"a","vector":[true]}]}              | expected a number of a vector
          {"items":[{"id":"a","vector":[1,[2]]}]}             | expected a number of a vector
          {"items":[{"id":"a","vector":[1],"metadata":[1]}]}  | expected metadata
          {"items":[{"id":"a","vector":[1],"metadataFile":7}]} | expected a text
          {"items":[{"id":"a","vector":[1],"metadataFile":"b.json"}]} | it is missing
          {"items":[{"id":"a","vector":[1],"metadataFile":"../b"}]} | its name is none of a file
          {"items":[{"id":"a","vector":[1],"metadataFile":"/b"}]} | its name is none of a file
          {"items":[{"id":"a","vector":[1],"metadataFile":"c:b"}]} | its name is none of a file
          {"items":[{"id":"a","vector":[1],"metadataFile":""}]} | its name is none of a file
          {"items":[{"id":"a","vector":[1],"metadataFile":"index.json"},1]} | expected an item
          """)
  void damagedJson_isRefusedWithItsPlace(String content, String words) {
    assertRefused(
        () ->
            OriginalFolders.items(OriginalFolders.of("index.json", content == null ? "" : content)),
        words);
  }

  @Test
  void sizesWithoutEnd_areRefused() {
    String deep = "[".repeat(100_000);
    assertRefused(
        () -> OriginalFolders.items(OriginalFolders.of("index.json", "{\"x\":" + deep)), "byte");
    String wide = "1,".repeat(20_000) + "1";
    assertRefused(
        () ->
            OriginalFolders.items(
                OriginalFolders.of(
                    "index.json", "{\"items\":[{\"id\":\"a\",\"vector\":[" + wide + "]}]}")),
        "more than 16000 dimensions");
    byte[] odd = {0x1A, 5, 0x1A, 3, 1, 2, 3};
    assertRefused(
        () -> OriginalFolders.items(OriginalFolders.of("index.pb", odd)), "a vector of 3 bytes");
    byte[] huge = {0x1A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};
    assertRefused(
        () -> OriginalFolders.items(OriginalFolders.of("index.pb", huge)), "is too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json-inline/index.json", "pb-index/index.pb"})
  void filesThatBreakOff_areRefusedOrShorter(String file) throws IOException {
    byte[] whole = OriginalFolders.bytes(file);
    String name = file.substring(file.indexOf('/') + 1);
    Storage folder = copyOf(file.substring(0, file.indexOf('/')));
    int step = Math.max(1, whole.length / DAMAGES);
    int refused = 0;
    for (int length = 0; length < whole.length; length += step) {
      refused += readsOrRefuses(folder, name, Arrays.copyOf(whole, length)) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json-inline/index.json", "pb-index/index.pb"})
  void filesWithOtherBytes_areReadOrRefused_neverAnythingElse(String file) throws IOException {
    byte[] whole = OriginalFolders.bytes(file);
    String name = file.substring(file.indexOf('/') + 1);
    Storage folder = copyOf(file.substring(0, file.indexOf('/')));
    Random random = new Random(SEED);
    int refused = 0;
    for (int run = 0; run < DAMAGES; run++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      refused += readsOrRefuses(folder, name, damaged) ? 0 : 1;
    }
    System.out.println(file + ": " + DAMAGES + " damages, " + refused + " refused, seed " + SEED);
    assertThat(refused).isBetween(DAMAGES / 20, DAMAGES);
  }

  /** A folder in memory of the same files. */
  private static Storage copyOf(String folder) {
    Storage copy = new MemoryStorage("copy");
    try (Storage from = OriginalFolders.open(folder)) {
      for (String file : from.list("")) {
        OriginalFolders.add(copy, file, from.readFully(file, 1 << 20));
      }
    }
    return copy;
  }

  private static boolean readsOrRefuses(Storage folder, String index, byte[] content) {
    folder.delete(index);
    OriginalFolders.add(folder, index, content);
    try {
      OriginalFolders.items(folder);
      return true;
    } catch (VectraException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_FILE_FORMAT);
      return false;
    }
  }

  private static List<OriginalItem> read(String folder) {
    try (Storage storage = OriginalFolders.open(folder)) {
      return OriginalFolders.items(storage);
    }
  }

  private static void assertRefused(Runnable reading, String words) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_FILE_FORMAT))
        .hasMessageContaining(words);
  }

  private static Set<String> fields(OriginalItem item) {
    Set<String> names = new HashSet<>();
    item.metadata().fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Numbers are the same when they are equal, however they are written. */
  private static void assertSameValue(JsonNode actual, JsonNode expected) {
    if (expected.isNumber()) {
      assertThat(actual.decimalValue()).isEqualByComparingTo(expected.decimalValue());
    } else if (expected.isArray()) {
      assertThat(actual.size()).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertSameValue(actual.get(i), expected.get(i));
      }
    } else if (expected.isObject()) {
      assertThat(actual.size()).isEqualTo(expected.size());
      expected
          .fields()
          .forEachRemaining(field -> assertSameValue(actual.get(field.getKey()), field.getValue()));
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static double[] vectorOf(JsonNode queries, String name) {
    for (JsonNode query : queries) {
      if (query.get("name").asText().equals(name)) {
        double[] vector = new double[query.get("vector").size()];
        Arrays.setAll(vector, i -> query.get("vector").get(i).asDouble());
        return vector;
      }
    }
    throw new AssertionError("no query " + name);
  }

  private static double norm(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
  }

  private static double cosine(double[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot / (norm(a) * norm(b));
  }
}
