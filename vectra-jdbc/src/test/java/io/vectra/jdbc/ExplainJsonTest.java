package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** EXPLAIN as a document: it tells what the text tells. */
class ExplainJsonTest {
  private static final int ROWS = 50;

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:explain-json-test");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, a INTEGER, v VECTOR(2))");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO items VALUES (?, ?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i);
        insert.setInt(2, i % 5);
        insert.setObject(3, new float[] {1, i});
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void json_ofANearestSearch_tellsWhatTheScanHasAbsorbed() throws Exception {
    JsonNode plan =
        document(
                "EXPLAIN (FORMAT JSON) SELECT id FROM items WHERE a = 3"
                    + " ORDER BY VECTOR_DISTANCE(v, '[1, 2]', COSINE) LIMIT 4 OFFSET 1")
            .get("plan");
    assertThat(plan.get("operator").asText()).isEqualTo("VectraTableScan");
    assertThat(plan.get("table")).hasToString("[\"PUBLIC\",\"ITEMS\"]");
    assertThat(plan.get("predicate").asText()).isEqualTo("=(A, 3)");
    assertThat(plan.get("limit").asInt()).isEqualTo(4);
    assertThat(plan.get("offset").asInt()).isEqualTo(1);
    assertThat(plan.get("columns")).hasToString("[\"ID\"]");
    assertThat(plan.get("estimatedRows").isIntegralNumber()).isTrue();
    assertThat(plan.get("nearest").get("column").asText()).isEqualTo("V");
    assertThat(plan.get("nearest").get("metric").asText()).isEqualTo("COSINE");
    assertThat(plan.get("nearest").get("k").asInt()).isEqualTo(5);
    assertThat(plan.has("actual")).isFalse();
    assertThat(plan.has("inputs")).isFalse();
  }

  @Test
  void json_withAnalyze_tellsWhatEachOperatorDid() throws Exception {
    JsonNode document =
        document(
            "EXPLAIN (ANALYZE, FORMAT JSON) SELECT a, COUNT(*) FROM items WHERE id < 20"
                + " GROUP BY a");
    assertThat(document.get("rows").asInt()).isEqualTo(5);
    assertThat(document.get("planningMilliseconds").asDouble()).isPositive();
    assertThat(document.get("executionMilliseconds").asDouble()).isPositive();
    JsonNode aggregate = document.get("plan");
    assertThat(aggregate.get("actual").get("rows").asInt()).isEqualTo(5);
    JsonNode scan = aggregate;
    while (scan.has("inputs")) {
      scan = scan.get("inputs").get(0);
    }
    JsonNode actual = scan.get("actual");
    assertThat(actual.get("rows").asInt()).isEqualTo(20);
    assertThat(actual.get("loops").asInt()).isEqualTo(1);
    assertThat(actual.get("strategy").asText()).isEqualTo("scan");
    assertThat(actual.get("rowsVisited").asInt()).isEqualTo(ROWS);
    assertThat(actual.get("segments").asInt()).isZero();
    assertThat(actual.get("milliseconds").asDouble())
        .isLessThanOrEqualTo(aggregate.get("actual").get("milliseconds").asDouble());
  }

  @Test
  void json_ofASearchThatRan_countsCandidatesAndRowsWithoutGraph() throws Exception {
    JsonNode actual =
        document(
                "EXPLAIN (FORMAT JSON, ANALYZE) SELECT id FROM items"
                    + " ORDER BY VECTOR_DISTANCE(v, '[1, 2]', COSINE) LIMIT 4")
            .get("plan")
            .get("actual");
    assertThat(actual.get("strategy").asText()).isEqualTo("exact scan");
    assertThat(actual.get("distancesComputed").asInt()).isEqualTo(ROWS);
    assertThat(actual.get("candidatesVisited").asInt()).isZero();
    assertThat(actual.has("rowsWithoutGraph")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT o.id FROM items o JOIN items i ON i.a = o.id WHERE o.a < 3 ORDER BY 1 LIMIT 2",
        "SELECT id FROM items WHERE a = (SELECT MAX(a) FROM items)",
        "SELECT o.id, n.id FROM items o, LATERAL (SELECT i.id FROM items i"
            + " ORDER BY i.v <=> o.v LIMIT 4) n WHERE o.a < 3",
        "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5)"
            + " SELECT * FROM r",
        "SELECT a, SUM(id) OVER (PARTITION BY a) FROM items UNION SELECT 1, 2",
        "SELECT id FROM items WHERE a IN (SELECT id FROM items) AND EXISTS (SELECT 1 FROM items)",
        "SELECT name FROM vectra.settings",
        "INSERT INTO items VALUES (100, 1, NULL), (101, 1, NULL)",
        "UPDATE items SET a = a + 1 WHERE id = (SELECT MIN(id) FROM items)",
        "DELETE FROM items"
      })
  void json_ofAnyPlan_hasTheOperatorsOfTheText(String sql) throws Exception {
    List<String> lines = rows("EXPLAIN " + sql);
    JsonNode document = document("EXPLAIN (FORMAT JSON) " + sql);
    List<String> operators = new ArrayList<>();
    operators(document.get("plan"), "", operators);
    document.path("subQueries").forEach(each -> operators(each, "", operators));
    assertThat(operators).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).startsWith(operators.get(i));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXPLAIN (FORMAT XML) SELECT 1 | FORMAT is TEXT or JSON, not XML (line 1, column 10)",
        "EXPLAIN (FORMAT) SELECT 1 | FORMAT is TEXT or JSON, and none is given",
        "EXPLAIN (ANALYZE maybe) SELECT 1 | ANALYZE is TRUE or FALSE, not MAYBE",
        "EXPLAIN (VERBOSE) SELECT 1 | Option VERBOSE of EXPLAIN does not exist; known ones are",
      })
  void option_thatIsWrong_isRefused(String sql, String message) {
    assertThatThrownBy(() -> statement.executeQuery(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"))
        .hasMessageContaining(message);
  }

  private static void operators(JsonNode node, String margin, List<String> operators) {
    operators.add(margin + node.get("operator").asText());
    node.path("inputs").forEach(input -> operators(input, margin + "  ", operators));
  }

  private JsonNode document(String sql) throws SQLException, JsonProcessingException {
    List<String> rows = rows(sql);
    assertThat(rows).hasSize(1);
    return new ObjectMapper().readTree(rows.get(0));
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
