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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EXPLAIN ANALYZE through the driver: what it tells of each scan is what the scan did. */
class ExplainAnalyzeTest {
  private static final int ROWS = 2_000;
  private static final int DIMENSIONS = 128;
  private static final String NEAREST =
      "SELECT id FROM items ORDER BY VECTOR_DISTANCE(v, ?, COSINE) LIMIT 10";

  private final Random random = new Random(5);
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:explain-analyze-test");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, a INTEGER, v VECTOR(128))");
    statement.execute("CREATE VECTOR INDEX items_nn ON items (v) WITH (metric = 'cosine')");
    insert(0, ROWS);
    Database database = connection.unwrap(Database.class);
    database.compact(database.catalog().table("ITEMS").id()); // and builds the graph
    statement.execute("SET ef_search = 20");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void analyze_ofANearestSearch_tellsWhatTheGraphDid() throws SQLException {
    List<String> lines = analyze(NEAREST, vector());
    assertThat(lines.get(0))
        .startsWith("VectraTableScan(table=[[PUBLIC, ITEMS]], nearest=[COSINE(V, ")
        .endsWith(" (actual rows=10 loops=1)");
    assertThat(lines.subList(1, 4))
        .containsExactly("  Strategy: graph", "  Segments: 1", "  Rows Visited: 0");
    assertThat(number(lines, "Candidates Visited")).isBetween(20L, 500L);
    assertThat(number(lines, "Distances Computed")).isBetween(20L, 1_000L);
    assertThat(lines).contains("  Rows Without Graph: 0", "Rows: 10");
    assertThat(lines.get(lines.size() - 2)).matches("Planning Time: \\d+\\.\\d{3} ms");
    assertThat(lines.get(lines.size() - 1)).matches("Execution Time: \\d+\\.\\d{3} ms");
  }

  @Test
  void analyze_ofASearchOfFewRows_tellsOfSketches() throws SQLException {
    List<String> lines = analyze(NEAREST.replace("ORDER", "WHERE a < 500 ORDER"), vector());
    assertThat(lines).contains("  Strategy: sketch scan", "  Rows Visited: 2000");
    assertThat(number(lines, "Distances Computed")).isBetween(10L, 499L);
  }

  @Test
  void analyze_ofAnExactSearch_comparesEachRow() throws SQLException {
    statement.execute("SET exact = TRUE");
    assertThat(analyze(NEAREST, vector()))
        .contains(
            "  Strategy: exact scan",
            "  Rows Visited: 2000",
            "  Candidates Visited: 0",
            "  Distances Computed: 2000",
            "  Rows Without Graph: 0");
  }

  @Test
  void analyze_ofRowsWithoutGraph_countsThem() throws SQLException {
    insert(ROWS, ROWS + 7);
    statement.execute("CHECKPOINT"); // a segment too small for a graph
    List<String> lines = analyze(NEAREST, vector());
    assertThat(lines)
        .contains("  Strategy: graph", "  Segments: 2", "  Rows Visited: 7")
        .contains("  Rows Without Graph: 7");
  }

  @Test
  void analyze_ofAKeyLookup_visitsOneRow() throws SQLException {
    assertThat(analyze("SELECT a FROM items WHERE id = 17"))
        .contains("  Strategy: key lookup", "  Segments: 0", "  Rows Visited: 1", "Rows: 1");
  }

  @Test
  void analyze_ofAScanThatALimitEnds_countsWhatWasVisited() throws SQLException {
    List<String> lines = analyze("SELECT id FROM items LIMIT 3");
    assertThat(lines.get(0)).endsWith(" (actual rows=3 loops=1)");
    assertThat(lines).contains("  Strategy: scan", "Rows: 3");
    assertThat(number(lines, "Rows Visited")).isBetween(3L, 100L);
  }

  @Test
  void analyze_ofAJoin_tellsOfEachScanUnderItsOperator() throws SQLException {
    List<String> lines =
        analyze(
            "SELECT n.id, b.a FROM (SELECT id FROM items ORDER BY VECTOR_DISTANCE(v, ?, COSINE)"
                + " LIMIT 10) n JOIN items b ON b.id = n.id WHERE b.a < 1000",
            vector());
    int nearest = indexOf(lines, "nearest=");
    int lookup = indexOf(lines, "EnumerableLookup");
    assertThat(lines.get(nearest)).endsWith(" (actual rows=10 loops=1)");
    assertThat(lines.get(nearest + 1)).endsWith("  Strategy: graph");
    assertThat(lines.get(lookup)).contains("filter=").matches(".* \\(actual rows=\\d loops=1\\)");
    assertThat(lines.get(lookup + 1)).endsWith("  Strategy: key lookup");
    assertThat(lines.get(lookup + 1).indexOf("Strategy"))
        .as("indented below its operator")
        .isEqualTo(lines.get(lookup).indexOf("EnumerableLookup") + 2);
  }

  @Test
  void analyze_ofAScalarSubQuery_tellsOfItsScanToo() throws SQLException {
    List<String> lines = analyze("SELECT id FROM items WHERE a = (SELECT MAX(a) FROM items)");
    int subQuery = lines.indexOf("ScalarSubQuery");
    assertThat(lines.get(0)).endsWith(" (actual rows=1 loops=1)");
    assertThat(lines.subList(subQuery, lines.size()))
        .anyMatch(line -> line.endsWith(" (actual rows=2000 loops=1)"));
  }

  @Test
  void analyze_ofANestedLoop_readsTheInnerRowsOnce() throws SQLException {
    String join =
        "SELECT o.id FROM items o JOIN items i ON i.a > o.a WHERE o.a < ? AND i.a BETWEEN 5 AND 8";
    List<String> lines = analyze(join, 3);
    assertThat(lines).contains("Rows: 12");
    assertThat(lines).anyMatch(line -> line.endsWith(" (actual rows=4 loops=1)"));
    lines = analyze(join, -1);
    assertThat(lines).contains("Rows: 0");
    assertThat(lines).anyMatch(line -> line.endsWith(" (never executed)"));
  }

  @Test
  void analyze_ofASearchForEachRow_countsItsRuns() throws SQLException {
    String lateral =
        "SELECT o.id, n.id FROM items o, LATERAL (SELECT i.id FROM items i"
            + " ORDER BY i.v <=> o.v LIMIT 4) n WHERE o.a < ?";
    List<String> lines = analyze(lateral, 3);
    assertThat(lines).contains("Rows: 12");
    assertThat(lines).anyMatch(line -> line.endsWith(" (actual rows=12 loops=3)"));
    assertThat(analyze(lateral, -1)).anyMatch(line -> line.endsWith(" (never executed)"));
  }

  @Test
  void analyze_preparedBeforeAnAlteration_isPlannedAgain() throws SQLException {
    try (PreparedStatement explain =
        connection.prepareStatement("EXPLAIN ANALYZE SELECT * FROM items WHERE id = 1")) {
      statement.execute("ALTER TABLE items ADD COLUMN b INTEGER");
      statement.execute("ALTER TABLE items DROP COLUMN a");
      assertThat(lines(explain.executeQuery())).contains("Rows: 1");
    }
  }

  @Test
  void analyze_ofOperatorsAboveScans_countsAndTimesThem() throws SQLException {
    List<String> lines =
        analyze(
            "SELECT o.a / 1000, COUNT(*) FROM items o JOIN items i ON i.id = o.id"
                + " WHERE o.a < 1500 GROUP BY o.a / 1000 ORDER BY 1");
    assertThat(lines).contains("Rows: 2");
    assertThat(lines.get(0)).endsWith(" (actual rows=2 loops=1)");
    int join = indexOf(lines, "EnumerableHashJoin");
    assertThat(lines.get(join)).endsWith(" (actual rows=1500 loops=1)");
    assertThat(lines.get(join + 1)).matches(" +Time: \\d+\\.\\d{3} ms");
    assertThat(time(lines, join)).as("with the time of its inputs").isLessThan(time(lines, 0));
    assertThat(time(lines, indexOf(lines, "filter="))).isLessThan(time(lines, join));
  }

  @Test
  void explain_withOptions_isTheSame() throws SQLException {
    String query = "SELECT id FROM items LIMIT 3";
    List<String> plan = lines(statement.executeQuery("EXPLAIN " + query));
    assertThat(lines(statement.executeQuery("EXPLAIN (FORMAT TEXT) " + query))).isEqualTo(plan);
    assertThat(lines(statement.executeQuery("EXPLAIN (ANALYZE false) " + query))).isEqualTo(plan);
    assertThat(lines(statement.executeQuery("EXPLAIN (" + query + ")"))).isEqualTo(plan);
    assertThat(lines(statement.executeQuery("EXPLAIN (ANALYZE, FORMAT TEXT) " + query)))
        .contains("Rows: 3");
    assertThat(lines(statement.executeQuery("EXPLAIN (ANALYZE ON) PLAN FOR " + query)))
        .contains("Rows: 3");
  }

  @Test
  void explain_withoutAnalyze_runsNothing() throws SQLException {
    List<String> lines = lines(statement.executeQuery("EXPLAIN SELECT id FROM items LIMIT 3"));
    assertThat(lines)
        .containsExactly("VectraTableScan(table=[[PUBLIC, ITEMS]], fetch=[3], project=[[ID]])");
  }

  @Test
  void analyze_ofAChange_isRefused_andChangesNothing() throws SQLException {
    assertThatThrownBy(() -> statement.executeQuery("EXPLAIN ANALYZE DELETE FROM items"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
    assertThat(analyze("SELECT id FROM items")).contains("Rows: 2000");
  }

  private void insert(int from, int to) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO items VALUES (?, ?, ?)")) {
      for (int id = from; id < to; id++) {
        insert.setInt(1, id);
        insert.setInt(2, id);
        insert.setObject(3, vector());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private float[] vector() {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private List<String> analyze(String sql, Object... values) throws SQLException {
    try (PreparedStatement explain = connection.prepareStatement("EXPLAIN ANALYZE " + sql)) {
      for (int i = 0; i < values.length; i++) {
        explain.setObject(i + 1, values[i]);
      }
      return lines(explain.executeQuery());
    }
  }

  private static List<String> lines(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  private static int indexOf(List<String> lines, String part) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError(part + " is not in " + lines);
  }

  /** The milliseconds below the operator of a line. */
  private static double time(List<String> lines, int operator) {
    String rest = String.join("\n", lines.subList(operator, lines.size()));
    Matcher matcher = Pattern.compile(" Time: (\\d+\\.\\d+) ms").matcher(rest);
    assertThat(matcher.find()).as(rest).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  private static long number(List<String> lines, String name) {
    Matcher matcher = Pattern.compile(name + ": (\\d+)").matcher(String.join("\n", lines));
    assertThat(matcher.find()).as(name + " in " + lines).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
