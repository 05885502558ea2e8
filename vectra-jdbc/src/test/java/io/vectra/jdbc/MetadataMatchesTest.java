package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters on metadata in SQL: evaluated in the engine, and as any other function. */
class MetadataMatchesTest {
  private static final int ROWS = 500;
  private static Connection connection;
  private static Statement statement;

  @BeforeAll
  static void fill() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:metadata-matches");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE docs (id INTEGER PRIMARY KEY, meta JSON, v VECTOR(2))");
    statement.execute("CREATE VECTOR INDEX docs_v ON docs (v)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setInt(1, i);
        insert.setString(
            2,
            i % 10 == 9
                ? null
                : "{\"year\": "
                    + (2000 + i % 25)
                    + ", \"tags\": [\"t"
                    + i % 3
                    + "\"]"
                    + (i % 2 == 0 ? ", \"lang\": \"en\"" : "")
                    + "}");
        insert.setObject(3, new float[] {i, ROWS - i});
        insert.addBatch();
      }
      insert.executeBatch();
    }
    statement.execute("CHECKPOINT");
    statement.execute("UPDATE docs SET meta = '{\"year\": 1999, \"lang\": \"de\"}' WHERE id < 20");
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  /** In the middle of an expression the engine does not see it: the rows are the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"year\": {\"$gte\": 2010, \"$lt\": 2015}}",
        "{\"lang\": {\"$ne\": \"en\"}}",
        "{\"$or\": [{\"lang\": \"de\"}, {\"tags\": {\"$contains\": \"t2\"}}]}",
        "{\"year\": {\"$in\": [1999, 2001]}, \"$not\": {\"lang\": \"en\"}}"
      })
  void rows_areTheSameInTheEngineAndInGeneratedCode(String filter) throws SQLException {
    String pushed =
        "SELECT id FROM docs WHERE METADATA_MATCHES(meta, '" + filter + "') ORDER BY id";
    String computed =
        "SELECT id FROM docs WHERE CASE WHEN METADATA_MATCHES(meta || '', '"
            + filter
            + "') THEN id ELSE -1 END >= 0 ORDER BY id";
    assertThat(Answers.rows(statement, pushed))
        .isNotEmpty()
        .isEqualTo(Answers.rows(statement, computed));
    assertThat(String.valueOf(Answers.rows(statement, "EXPLAIN " + pushed)))
        .doesNotContain("EnumerableCalc");
  }

  @Test
  void nearest_withAFilter_areThoseOfTheRowsThatMatch() throws SQLException {
    String sql =
        "SELECT id FROM docs WHERE METADATA_MATCHES(meta, ?)"
            + " ORDER BY VECTOR_DISTANCE(v, ?, L2) LIMIT 5";
    try (PreparedStatement nearest = connection.prepareStatement(sql)) {
      nearest.setString(1, "{\"lang\": \"en\", \"year\": {\"$lt\": 2003}}");
      nearest.setObject(2, new float[] {100, 400});
      try (ResultSet rows = nearest.executeQuery()) {
        // of 0, 1 and 2 years after 2000, even, no tenth of ten: 100, 102, 126 ..
        assertThat(Answers.rows(rows)).containsExactly("100", "102", "76", "126", "52");
      }
      nearest.setString(1, null);
      try (ResultSet rows = nearest.executeQuery()) {
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void filterThatIsNone_isRefused() {
    Answers.assertRefused(
        statement,
        "SELECT id FROM docs WHERE METADATA_MATCHES(meta, '{\"a\": {\"$like\": 1}}')",
        "22023",
        "filter.a.$like is no operator");
    assertThatThrownBy(() -> Answers.rows(statement, "SELECT METADATA_MATCHES('{', '{}')"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22032"));
    Answers.assertRefused(
        statement, "SELECT id FROM docs WHERE METADATA_MATCHES(meta, 'x')", "22032", "is not JSON");
  }

  @Test
  void nothingOfNothing_isNull() throws SQLException {
    assertThat(
            Answers.rows(
                statement,
                "SELECT METADATA_MATCHES(NULL, '{}'), METADATA_MATCHES('{}', NULL),"
                    + " METADATA_MATCHES('{\"a\": 1}', '{\"a\": 1.0}')"))
        .containsExactly("null|null|true");
    assertThat(
            Answers.rows(
                statement, "SELECT COUNT(*) FROM docs WHERE NOT METADATA_MATCHES(meta, '{}')"))
        .containsExactly("0");
  }
}
