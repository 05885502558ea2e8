package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hints of statements through the driver; what they do is what EXPLAIN ANALYZE tells. */
class HintsTest {
  private static final int ROWS = 2_000;
  private static final int DIMENSIONS = 128;
  private static final String NEAREST =
      "SELECT id FROM items ORDER BY VECTOR_DISTANCE(v, ?, COSINE) LIMIT 10";

  private final Random random = new Random(6);
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:hints-test");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, v VECTOR(128))");
    statement.execute("CREATE VECTOR INDEX items_nn ON items (v) WITH (metric = 'cosine')");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO items VALUES (?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setInt(1, id);
        insert.setObject(2, vector());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    Database database = connection.unwrap(Database.class);
    database.compact(database.catalog().table("ITEMS").id()); // and builds the graph
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void efSearch_overridesTheSession_forOneStatement() throws SQLException {
    statement.execute("SET ef_search = 10");
    float[] query = vector();
    String plain = analyze(NEAREST, query);
    String hinted = analyze(hinted("ef_search(50)"), query);
    assertThat(plain).contains("Strategy: graph");
    assertThat(hinted).contains("Strategy: graph");
    assertThat(candidates(hinted)).isGreaterThan(2 * candidates(plain)).isGreaterThan(49);
    assertThat(candidates(analyze(NEAREST, query))).isEqualTo(candidates(plain));
  }

  @Test
  void exact_overridesTheSession_inBothDirections() throws SQLException {
    statement.execute("SET ef_search = 20");
    float[] query = vector();
    assertThat(analyze(hinted("exact"), query))
        .contains("Strategy: exact scan", "Distances Computed: 2000\n");
    statement.execute("SET exact = TRUE");
    assertThat(analyze(NEAREST, query)).contains("Strategy: exact scan");
    assertThat(analyze(hinted("EXACT(off)"), query)).contains("Strategy: graph");
    assertThat(analyze(hinted("ef_search(30), exact('false')"), query)).contains("Strategy: graph");
    assertThat(analyze(hinted("exact(FALSE)"), query)).contains("Strategy: graph");
    statement.execute("SET exact = FALSE");
    assertThat(analyze(hinted("exact(true)"), query)).contains("Strategy: exact scan");
  }

  /** Plans are cached by text; a hint is part of it, a session's settings are not. */
  @Test
  void hints_ofCachedPlans_stayApart() throws SQLException {
    statement.execute("SET ef_search = 10");
    try (PreparedStatement plain = connection.prepareStatement(NEAREST);
        PreparedStatement exact = connection.prepareStatement(hinted("exact"))) {
      int different = 0;
      for (int i = 0; i < 50; i++) {
        float[] query = vector();
        statement.execute("SET exact = TRUE");
        String nearest = lines(plain, query);
        statement.execute("SET exact = FALSE");
        assertThat(lines(exact, query)).isEqualTo(nearest);
        different += lines(plain, query).equals(nearest) ? 0 : 1;
      }
      assertThat(different).as("searches of 10 candidates that missed a row").isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(SELECT /*+ exact */ id FROM items ORDER BY v <=> ? LIMIT 10) UNION ALL"
            + " SELECT id FROM items WHERE id < 3",
        "WITH n AS (SELECT id FROM items ORDER BY v <=> ? LIMIT 10) SELECT /*+ exact */ * FROM n"
            + " ORDER BY id",
        "SELECT /*+ exact */ * FROM TABLE(KNN('ITEMS', 'V', ?, 10)) AS t",
        "SELECT /*+ exact */ n.id FROM (SELECT id FROM items ORDER BY v <=> ? LIMIT 10) n"
            + " JOIN items i ON i.id = n.id",
        "SELECT /*+ exact */ id FROM items WHERE id = (SELECT id FROM items ORDER BY v <=> ?"
            + " LIMIT 1)"
      })
  void exact_afterTheFirstSelect_holdsForTheWholeStatement(String sql) throws SQLException {
    statement.execute("SET ef_search = 20");
    String without = analyze(sql.replace("/*+ exact */", ""), vector());
    assertThat(without).contains("Strategy: graph");
    assertThat(analyze(sql, vector()))
        .contains("Strategy: exact scan")
        .doesNotContain("Strategy: graph");
  }

  @Test
  void exact_inInsertSelect_holds() throws SQLException {
    statement.execute("CREATE TABLE found (id INTEGER PRIMARY KEY, d DOUBLE)");
    statement.execute("SET ef_search = 10");
    String sql =
        "INSERT INTO found SELECT /*+ exact */ id, v <=> ? AS d FROM items ORDER BY d LIMIT 10";
    try (PreparedStatement insert = connection.prepareStatement(sql);
        PreparedStatement exact = connection.prepareStatement(hinted("exact"))) {
      for (int i = 0; i < 50; i++) {
        float[] query = vector();
        insert.setObject(1, query);
        assertThat(insert.executeUpdate()).isEqualTo(10);
        exact.setObject(1, query);
        assertThat(text(statement.executeQuery("SELECT id FROM found ORDER BY d")))
            .isEqualTo(text(exact.executeQuery()));
        statement.execute("DELETE FROM found");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ef_serach(200) | 42601 | Hint ef_serach does not exist; known ones are ef_search(n) and",
        "exact, index(items_nn) | 42601 | Hint index does not exist",
        "ef_search | 42601 | Hint ef_search takes one number, as in ef_search(200)",
        "ef_search(1, 2) | 42601 | Hint ef_search takes one number",
        "ef_search(n = '2') | 42601 | Hint ef_search takes one number",
        "exact(1, 2) | 42601 | Hint exact stands alone",
        "ef_search(10), ef_search(20) | 42601 | Hint ef_search is given twice (line 1, column",
        "ef_search(-1) | 22023 | EF_SEARCH = -1 is not allowed",
        "ef_search(many) | 22023 | EF_SEARCH = MANY is not allowed: it is a number from 1 to",
        "ef_search(0.5) | 22023 | EF_SEARCH = 0.5 is not allowed",
        "ef_search(99999999) | 22023 | EF_SEARCH = 99999999 is not allowed",
        "exact(maybe) | 22023 | EXACT = MAYBE is not allowed: it is TRUE or FALSE",
      })
  void hint_thatIsWrong_isRefused(String hint, String state, String message) {
    assertThatThrownBy(() -> connection.prepareStatement(hinted(hint)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM items /*+ exact */ WHERE id = 1",
        "SELECT * FROM (SELECT /*+ exact */ id FROM items)",
        "SELECT id FROM items UNION SELECT /*+ exact */ id FROM items",
        "WITH n AS (SELECT /*+ exact */ id FROM items) SELECT * FROM n",
        "DELETE FROM items WHERE id IN (SELECT /*+ exact */ id FROM items LIMIT 1)",
        "DELETE FROM items /*+ exact */ WHERE id = 1",
        "UPDATE items /*+ exact */ SET v = NULL",
        "INSERT INTO items /*+ exact */ (id) VALUES (-1)"
      })
  void hint_inAnotherPlace_isRefused(String sql) throws SQLException {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"))
        .hasMessageContaining("Hint exact does not stand after the first SELECT");
    try (ResultSet rows = statement.executeQuery("SELECT COUNT(v) FROM items")) {
      rows.next();
      assertThat(rows.getInt(1)).as("nothing was changed").isEqualTo(ROWS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*+ exact */ SELECT id FROM items",
        "WITH /*+ exact */ n AS (SELECT id FROM items) SELECT * FROM n",
        "WITH n AS (SELECT id FROM items) /*+ exact */ SELECT * FROM n",
        "/*+ exact */ WITH n AS (SELECT id FROM items) SELECT * FROM n"
      })
  void hint_whereTheGrammarHasNone_isToldWhereItStands(String sql) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"))
        .hasMessageContaining("it stands after the first SELECT of the statement");
  }

  private static String hinted(String hint) {
    return NEAREST.replaceFirst("SELECT", "SELECT /*+ " + hint + " */");
  }

  private float[] vector() {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private String analyze(String sql, float[] query) throws SQLException {
    try (PreparedStatement explain = connection.prepareStatement("EXPLAIN ANALYZE " + sql)) {
      return lines(explain, query);
    }
  }

  private static String lines(PreparedStatement prepared, float[] query) throws SQLException {
    prepared.setObject(1, query);
    return text(prepared.executeQuery());
  }

  /** The first column, a line a row. */
  private static String text(ResultSet rows) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (rows) {
      while (rows.next()) {
        text.append(rows.getString(1)).append('\n');
      }
    }
    return text.toString();
  }

  private static long candidates(String analyzed) {
    Matcher matcher = Pattern.compile("Candidates Visited: (\\d+)").matcher(analyzed);
    assertThat(matcher.find()).as(analyzed).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
