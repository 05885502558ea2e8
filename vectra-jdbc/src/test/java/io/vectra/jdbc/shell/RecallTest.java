package io.vectra.jdbc.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.jdbc.shell.load.VectorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recall of the graph at default settings on the bundled data, against exact answers. */
class RecallTest {
  private static final Path DATA = Path.of(System.getProperty("vectra.examples")).resolve("data");
  private static final int QUERIES = 200;
  private static final int K = 10;
  private static final String NEAREST =
      "SELECT id, VECTOR_DISTANCE(embedding, ?, COSINE) AS d FROM words ORDER BY d LIMIT 10";
  private static final Pattern DISTANCES = Pattern.compile("Distances Computed: (\\d+)");

  @TempDir Path directory;

  @Test
  void nearest_atDefaultSettings_hasRecall() throws Exception {
    load();
    List<float[]> vectors = read("words.f16", 6_000);
    List<float[]> queries = read("queries.f16", QUERIES);
    ByteBuffer truth =
        ByteBuffer.wrap(Files.readAllBytes(DATA.resolve("ground-truth-10.i32")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int hits = 0;
    long distances = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + directory);
        PreparedStatement nearest = connection.prepareStatement(NEAREST);
        PreparedStatement explain = connection.prepareStatement("EXPLAIN ANALYZE " + NEAREST)) {
      for (int query = 0; query < QUERIES; query++) {
        Set<Integer> expected = new HashSet<>();
        for (int i = 0; i < K; i++) {
          expected.add(truth.getInt());
        }
        hits += hits(nearest, queries.get(query), vectors, expected);
        distances += distances(explain, queries.get(query));
      }
    }
    double recall = hits / (double) (QUERIES * K);
    System.out.printf("recall@10 %.4f, %d distances a query%n", recall, distances / QUERIES);
    assertThat(recall).isGreaterThanOrEqualTo(0.95);
    assertThat(distances / QUERIES).as("of 6,000 rows").isLessThan(2_000);
  }

  private static int hits(
      PreparedStatement nearest, float[] query, List<float[]> vectors, Set<Integer> expected)
      throws SQLException {
    nearest.setObject(1, query);
    int hits = 0;
    int rows = 0;
    try (ResultSet result = nearest.executeQuery()) {
      while (result.next()) {
        rows++;
        int id = result.getInt("ID");
        hits += expected.contains(id) ? 1 : 0;
        assertThat(Math.abs(result.getDouble("D") - cosine(query, vectors.get(id))))
            .isLessThan(1e-5);
      }
    }
    assertThat(rows).isEqualTo(K);
    return hits;
  }

  private static long distances(PreparedStatement explain, float[] query) throws SQLException {
    explain.setObject(1, query);
    StringBuilder text = new StringBuilder();
    try (ResultSet result = explain.executeQuery()) {
      while (result.next()) {
        text.append(result.getString(1)).append('\n');
      }
    }
    assertThat(text).containsPattern("Strategy: (graph|sketch scan)\\n");
    Matcher matcher = DISTANCES.matcher(text);
    assertThat(matcher.find()).isTrue();
    long distances = Long.parseLong(matcher.group(1));
    return distances;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      left += (double) a[i] * a[i];
      right += (double) b[i] * b[i];
    }
    return 1 - dot / Math.sqrt(left * right);
  }

  private void load() throws ShellException {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try (ScriptRunner runner = new ScriptRunner(DATA, out, out)) {
      runner.open(directory);
      runner.run(
          "load",
          """
          CREATE TABLE words (id INTEGER PRIMARY KEY, synset VARCHAR, lexname VARCHAR,
            lemma VARCHAR, bucket INTEGER, text VARCHAR, embedding VECTOR(384));
          .import words.tsv words --vectors words.f16 --into embedding
          CREATE VECTOR INDEX words_nn ON words (embedding);
          """);
    }
  }

  private static List<float[]> read(String name, int count) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    try (VectorFile file = VectorFile.open(DATA.resolve(name), 384)) {
      for (int i = 0; i < count; i++) {
        vectors.add(file.next());
      }
      assertThat(file.hasNext()).isFalse();
    }
    return vectors;
  }
}
