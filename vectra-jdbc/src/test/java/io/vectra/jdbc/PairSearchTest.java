package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nearest pairs of rows of two tables: the rows that all pairs give, found by searches. */
class PairSearchTest {
  private static final int QUERIES = 7;
  private static final int DOCS = 300;

  private final Random random = new Random(11);
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:pair-search-test");
    statement = connection.createStatement();
    fill("queries", QUERIES);
    fill("docs", DOCS);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM queries q CROSS JOIN docs d ORDER BY d.v <=> q.v LIMIT 12",
        "FROM docs d CROSS JOIN queries q ORDER BY d.v <=> q.v LIMIT 12",
        "FROM docs d, queries q ORDER BY q.v <-> d.v LIMIT 5",
        "FROM queries q JOIN docs d ON TRUE ORDER BY d.v <-> q.v NULLS LAST LIMIT 20",
        "FROM queries q, docs d WHERE q.a < 3 AND d.a > 1 ORDER BY d.v <=> q.v LIMIT 12"
      })
  void nearestPairs_areThoseOfAllPairs_andSearched(String from) throws SQLException {
    String sql = "SELECT q.id, d.id " + from;
    assertThat(String.join("\n", rows("EXPLAIN " + sql)))
        .contains("EnumerableLateral")
        .contains("[[PUBLIC, DOCS]]")
        .containsPattern("DOCS.*nearest=")
        .doesNotContain("Join");
    // A second key keeps all pairs: it is no search.
    String all = sql.replaceFirst(" LIMIT", ", d.a + q.a, q.id, d.id LIMIT");
    assertThat(String.join("\n", rows("EXPLAIN " + all))).doesNotContain("nearest=");
    assertThat(rows(sql)).containsExactlyElementsOf(rows(all));
  }

  @Test
  void distanceAndColumnsOfBothSides_areRight() throws SQLException {
    String sql = "SELECT d.a * 100 + q.a, d.v <-> q.v FROM docs d, queries q ORDER BY 2 LIMIT 9";
    assertThat(String.join("\n", rows("EXPLAIN " + sql))).contains("EnumerableLateral");
    assertThat(rows(sql))
        .containsExactlyElementsOf(
            rows(
                "SELECT n, x FROM (SELECT d.a * 100 + q.a AS n, d.v <-> q.v AS x FROM docs d,"
                    + " queries q) ORDER BY x, n + 0 LIMIT 9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM queries q, docs d ORDER BY d.v <=> q.v DESC LIMIT 3",
        "FROM queries q, docs d ORDER BY d.v <=> q.v",
        "FROM queries q JOIN docs d ON q.a = d.a ORDER BY d.v <=> q.v LIMIT 3",
        "FROM queries q, docs d ORDER BY d.v <=> d.v LIMIT 3",
        "FROM queries q LEFT JOIN docs d ON TRUE ORDER BY d.v <=> q.v LIMIT 3"
      })
  void otherOrdersAndJoins_stayJoins(String from) throws SQLException {
    assertThat(String.join("\n", rows("EXPLAIN SELECT q.id, d.id " + from)))
        .doesNotContain("EnumerableLateral");
    rows("SELECT q.id, d.id " + from);
  }

  private void fill(String table, int rows) throws SQLException {
    statement.execute(
        "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, a INTEGER, v VECTOR(4))");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setInt(1, i);
        insert.setInt(2, i % 6);
        float[] vector = new float[4];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = (float) random.nextGaussian();
        }
        insert.setObject(3, i == rows - 1 ? null : vector);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(result.getString(i));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }
}
