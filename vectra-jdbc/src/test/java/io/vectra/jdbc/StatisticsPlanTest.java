package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectra.engine.Database;
import io.vectra.engine.Snapshot;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What planning knows of rows, and the plans that follow from it. */
class StatisticsPlanTest {
  private static final int BIG = 4_000;
  private static final int SMALL = 20;
  private static final int TINY = 3;

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:statistics-plan-test");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE tiny (id INTEGER PRIMARY KEY)");
    statement.execute("CREATE TABLE small (id INTEGER PRIMARY KEY, tiny_id INTEGER)");
    statement.execute(
        "CREATE TABLE big (id INTEGER PRIMARY KEY, small_id INTEGER, category VARCHAR,"
            + " price DOUBLE, note VARCHAR, day DATE)");
    insert("INSERT INTO tiny VALUES (?)", TINY, i -> new Object[] {i});
    insert("INSERT INTO small VALUES (?, ?)", SMALL, i -> new Object[] {i, i % TINY});
    insert(
        "INSERT INTO big VALUES (?, ?, ?, ?, ?, CAST(? AS DATE))",
        BIG,
        i ->
            new Object[] {
              i,
              i * 7 % SMALL,
              i % 10 == 0 ? "rare" : "usual",
              (i * 7919L) % BIG / 10.0,
              i % 4 == 0 ? null : "note " + i,
              java.time.LocalDate.of(2020, 1, 1).plusDays(i % 365)
            });
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void estimates_ofConditions_areNearTheTruth(boolean inSegments) throws Exception {
    if (inSegments) {
      Database database = connection.unwrap(Database.class);
      database.compact(database.catalog().table("BIG").id());
    }
    for (String condition :
        new String[] {
          "category = 'rare'",
          "category = 'usual'",
          "category <> 'usual'",
          "price < 100",
          "price BETWEEN 100 AND 150",
          "price >= 300 OR category = 'rare'",
          "NOT (price < 100)",
          "note IS NULL",
          "note IS NOT NULL",
          "small_id = 3",
          "small_id IN (3, 4, 5)",
          "day < DATE '2020-03-01'",
          "id < 1000",
          "id < -5",
          "id > 999999"
        }) {
      String query = "SELECT id FROM big WHERE " + condition;
      double truth = count("SELECT COUNT(*) FROM big WHERE " + condition);
      assertThat(estimate(query))
          .as(condition)
          .isBetween(Math.floor(truth * 0.6 - 30), Math.ceil(truth * 1.4 + 30));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id = 17 | 1",
        "17 = id AND category = 'usual' | 1",
        "id = 17 OR id = 18 | 2",
        "note = 'note 17' | 1",
        "note = 'never' | 1"
      })
  void estimate_ofAnEquality_onWhatIsUnique_isARow(String condition, int rows) throws Exception {
    assertThat(estimate("SELECT * FROM big WHERE " + condition)).isBetween(1.0, rows + 9.0);
  }

  @Test
  void estimate_ofAKeyThatIsBound_isOneRow() throws Exception {
    try (PreparedStatement explain =
        connection.prepareStatement("EXPLAIN (FORMAT JSON) SELECT * FROM big WHERE id = ?")) {
      explain.setInt(1, 5);
      assertThat(rows(plan(explain.executeQuery()))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT b.id FROM big b JOIN small s ON s.id = b.small_id",
        "SELECT b.id FROM small s JOIN big b ON s.id = b.small_id",
        "SELECT b.id FROM big b, small s WHERE b.small_id = s.id",
        "SELECT b.id FROM small s, big b WHERE b.small_id = s.id"
      })
  void join_inEitherOrder_holdsTheSmallTable(String sql) throws Exception {
    JsonNode join = join(plan(sql));
    assertThat(table(join.get("inputs").get(0))).isEqualTo("BIG");
    assertThat(table(join.get("inputs").get(1))).isEqualTo("SMALL");
    assertThat(rows(join)).isBetween(BIG * 0.8, BIG * 1.2);
    assertThat(count("SELECT COUNT(*) FROM (" + sql + ")")).isEqualTo(BIG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT b.id FROM big b JOIN small s ON s.id = b.small_id WHERE b.id = 5",
        "SELECT b.id FROM small s JOIN big b ON s.id = b.small_id WHERE b.id = 5"
      })
  void join_withOneRowOfTheBigTable_looksTheOtherUp(String sql) throws Exception {
    JsonNode join = join(plan(sql));
    assertThat(join.get("operator").asText()).isEqualTo("EnumerableLookup");
    assertThat(table(join)).isEqualTo("SMALL");
    assertThat(table(join.get("inputs").get(0))).isEqualTo("BIG");
    assertThat(count("SELECT COUNT(*) FROM (" + sql + ")")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM big b JOIN small s ON s.id = b.small_id JOIN tiny t ON t.id ="
            + " s.tiny_id WHERE t.id = 1",
        "SELECT COUNT(*) FROM tiny t JOIN small s ON t.id = s.tiny_id JOIN big b ON b.small_id ="
            + " s.id WHERE t.id = 1"
      })
  void joinOfThree_startsFromTheSmallSide(String sql) throws Exception {
    JsonNode join = join(plan(sql));
    assertThat(table(join.get("inputs").get(0)))
        .as("the big table is read once, against what the small ones leave")
        .isEqualTo("BIG");
    assertThat(count(sql)).isEqualTo(7 * BIG / SMALL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sample_isSpreadOverTheTable_andLeavesOutWhatIsDeleted(boolean inSegments)
      throws SQLException {
    Database database = connection.unwrap(Database.class);
    if (inSegments) {
      database.compact(database.catalog().table("BIG").id());
      database.compact(database.catalog().table("SMALL").id());
    }
    statement.execute("DELETE FROM big WHERE id >= 3000");
    try (Snapshot snapshot = database.snapshot()) {
      List<Object> all = snapshot.sample(database.catalog().table("SMALL").id(), 0, 100);
      assertThat(all).hasSize(SMALL).doesNotHaveDuplicates();
      List<Object> some = snapshot.sample(database.catalog().table("BIG").id(), 0, 512);
      assertThat(some).hasSizeBetween(300, 600).doesNotHaveDuplicates();
      for (int from = 0; from < 3000; from += 500) {
        int low = from;
        assertThat(some).filteredOn(id -> (int) id >= low && (int) id < low + 500).isNotEmpty();
      }
      assertThat(some).allSatisfy(id -> assertThat((int) id).isLessThan(3000));
    }
  }

  private interface Values {
    Object[] of(int row);
  }

  private void insert(String sql, int rows, Values values) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < rows; i++) {
        Object[] row = values.of(i);
        for (int j = 0; j < row.length; j++) {
          insert.setObject(j + 1, row[j]);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private double count(String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getDouble(1);
    }
  }

  private double estimate(String sql) throws Exception {
    return rows(plan(sql));
  }

  private JsonNode plan(String sql) throws SQLException, JsonProcessingException {
    return plan(statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql));
  }

  private static JsonNode plan(ResultSet result) throws SQLException, JsonProcessingException {
    try (result) {
      result.next();
      return new ObjectMapper().readTree(result.getString(1)).get("plan");
    }
  }

  private static double rows(JsonNode operator) {
    return operator.get("estimatedRows").asDouble();
  }

  /** The first join from the top. */
  private static JsonNode join(JsonNode operator) {
    String name = operator.get("operator").asText();
    return name.endsWith("Join") || name.equals("EnumerableLookup")
        ? operator
        : join(operator.get("inputs").get(0));
  }

  /** The first table below an operator. */
  private static String table(JsonNode operator) {
    return operator.has("table")
        ? operator.get("table").get(1).asText()
        : table(operator.get("inputs").get(0));
  }
}
