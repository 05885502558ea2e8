package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.VectorIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index option {@code quantization} through the driver. */
class QuantizationSqlTest {
  private static final int ROWS = 3_000;
  private static final int QUERIES = 30;
  private static final int K = 10;

  @TempDir Path directory;
  private Random random = new Random(9);

  @BeforeEach
  void seed() {
    random = new Random(9);
  }

  /**
   * Recall against an exact scan, how graphs are searched, and what they take on disk, which tells
   * what they consist of: after the first build, after a merge, and after opening again.
   *
   * @param rowBytes of the graph for each row: links alone, codes beside them, or bits of edges too
   */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "64, none, NONE, 192",
        "64, 'int8', INT8, 256",
        "64, , , 256",
        "160, 'none', NONE, 192",
        "160, int8, INT8, 320",
        "160, Bit, BIT, 1384",
        "160, , , 1384"
      })
  void index_keepsItsQuantization(int dimensions, String option, Quantization stored, int rowBytes)
      throws Exception {
    String with = option == null ? "" : ", quantization = " + option;
    boolean sketches = rowBytes > 1_000;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE items (id INTEGER PRIMARY KEY, v VECTOR(" + dimensions + "))");
      insert(connection, 0, ROWS / 2, dimensions);
      statement.execute(
          "CREATE VECTOR INDEX items_nn ON items (v) WITH (metric = 'euclidean'" + with + ")");
      assertThat(graphBytes() / (ROWS / 2)).isBetween(rowBytes - 1L, rowBytes * 5L / 4);
      insert(connection, ROWS / 2, ROWS + 100, dimensions);
      statement.execute("DELETE FROM items WHERE MOD(id, 31) = 7");
      database(connection).compact(tableId(connection));
      check(connection, stored, sketches, rowBytes, dimensions);
    }
    try (Connection connection = connect()) {
      check(connection, stored, sketches, rowBytes, dimensions);
      insert(connection, ROWS + 100, ROWS + 1_500, dimensions);
      database(connection).compact(tableId(connection));
      check(connection, stored, sketches, rowBytes, dimensions);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'int4'", "8", "''", "TRUE", "NULL"})
  void quantization_thatIsUnknown_isRefused(String value) throws SQLException {
    assertRefused(160, value, "it is 'none', 'int8' or 'bit'");
  }

  @Test
  void bit_ofFewDimensions_isRefused() throws SQLException {
    assertRefused(127, "'bit'", "needs vectors of at least 128 dimensions; column ITEMS.V has 127");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE wider (v VECTOR(128))");
      statement.execute("CREATE VECTOR INDEX nn ON wider (v) WITH (quantization = 'bit')");
      assertThat(
              ((VectorIndex) database(connection).catalog().index("NN")).options().quantization())
          .isEqualTo(Quantization.BIT);
    }
  }

  private void assertRefused(int dimensions, String value, String message) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE items (v VECTOR(" + dimensions + "))");
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "CREATE VECTOR INDEX nn ON items (v) WITH (quantization = " + value + ")"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"))
          .hasMessageContaining(message);
      assertThat(database(connection).catalog().index("NN")).isNull();
    }
  }

  private void check(
      Connection connection, Quantization stored, boolean sketches, int rowBytes, int dimensions)
      throws SQLException, IOException {
    VectorIndex index = (VectorIndex) database(connection).catalog().index("ITEMS_NN");
    assertThat(index.options().quantization()).isEqualTo(stored);
    int rows = Integer.parseInt(lines(connection, "SELECT COUNT(*) FROM items", null).get(0));
    assertThat(graphBytes() / rows).isBetween(rowBytes - 1L, rowBytes * 5L / 4);
    String nearest =
        "SELECT /*+ ef_search(60) */ id FROM items WHERE id >= 0 ORDER BY v <-> ? LIMIT " + K;
    int hits = 0;
    for (int i = 0; i < QUERIES; i++) {
      float[] query = vector(dimensions);
      List<String> found = lines(connection, nearest, query);
      assertThat(found).hasSize(K).doesNotHaveDuplicates();
      found.retainAll(lines(connection, nearest.replace("ef_search(60)", "exact"), query));
      hits += found.size();
    }
    assertThat(hits / (double) (QUERIES * K)).as("recall").isGreaterThanOrEqualTo(0.9);
    float[] query = vector(dimensions);
    assertThat(lines(connection, "EXPLAIN ANALYZE " + nearest, query))
        .contains("  Strategy: graph", "  Segments: 1", "  Rows Without Graph: 0");
    assertThat(lines(connection, "CALL VECTRA.VERIFY()", null)).isEmpty();
    String few = nearest.replace(">= 0", "< 800");
    assertThat(lines(connection, "EXPLAIN ANALYZE " + few, query))
        .contains(sketches ? "  Strategy: sketch scan" : "  Strategy: exact scan");
  }

  /** Bytes of all graphs of the newest manifest: others are deleted. */
  /** Bytes of the newest graph; one that a merge has replaced stays beside it for a while. */
  private long graphBytes() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("index-"))
          .max(Comparator.comparingLong(QuantizationSqlTest::generation))
          .orElseThrow()
          .toFile()
          .length();
    }
  }

  private static long generation(Path graph) {
    String name = graph.getFileName().toString();
    return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:" + directory.resolve("db"));
  }

  private static Database database(Connection connection) throws SQLException {
    return connection.unwrap(Database.class);
  }

  private static int tableId(Connection connection) throws SQLException {
    return database(connection).catalog().table("ITEMS").id();
  }

  private void insert(Connection connection, int from, int to, int dimensions) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO items VALUES (?, ?)")) {
      for (int id = from; id < to; id++) {
        insert.setInt(1, id);
        insert.setObject(2, vector(dimensions));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Of few degrees of freedom, as embeddings are, with noise. */
  private float[] vector(int dimensions) {
    double[] latent = random.doubles(8, -1, 1).toArray();
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      double value = 0.05 * random.nextGaussian();
      for (int j = 0; j < latent.length; j++) {
        value += latent[j] * Math.sin((j + 1) * (i + 3));
      }
      vector[i] = (float) value;
    }
    return vector;
  }

  /** The first column of a query. */
  private static List<String> lines(Connection connection, String sql, float[] query)
      throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      if (query != null) {
        prepared.setObject(1, query);
      }
      try (ResultSet rows = prepared.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
    }
    return lines;
  }
}
