package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of schema VECTRA against what was done to a database on disk. */
class VectraViewsTest {
  private static final int ROWS = 1_200;

  @TempDir Path directory;
  private String url;

  @BeforeEach
  void createTable() throws SQLException {
    url = "jdbc:vectra:" + directory.resolve("db").toString().replace('\\', '/');
    try (Connection connection = DriverManager.getConnection(url)) {
      run(connection, "CREATE TABLE docs (id INT PRIMARY KEY, v VECTOR(4))");
    }
  }

  @Test
  void segments_afterCheckpointAndDelete_tellRowsDeletionsAndFiles()
      throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(url)) {
      insert(connection, 0, 10);
      String sql =
          "SELECT table_schema, table_name, row_count, deleted_row_count FROM vectra.segments";
      assertThat(rows(connection, sql)).isEmpty();
      run(connection, "CHECKPOINT");
      run(connection, "DELETE FROM docs WHERE id < 3");
      assertThat(rows(connection, sql)).containsExactly(List.of("PUBLIC", "DOCS", 10L, 3L));
      List<Object> file =
          rows(connection, "SELECT file_name, byte_count FROM vectra.segments").get(0);
      assertThat(Files.size(directory.resolve("db").resolve((String) file.get(0))))
          .isEqualTo(file.get(1));
      run(connection, "DROP TABLE docs");
      assertThat(rows(connection, sql)).isEmpty();
    }
  }

  @Test
  void indexes_withAndWithoutOptions_tellWhatIsInEffectAndCovered() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      insert(connection, 0, ROWS);
      run(connection, "CREATE VECTOR INDEX plain ON docs (v)");
      run(
          connection,
          "CREATE VECTOR INDEX tuned ON docs (v) WITH (metric = 'euclidean', m = 8,"
              + " ef_construction = 50, quantization = 'none')");
      insert(connection, ROWS, 5);
      assertThat(
              rows(
                  connection,
                  "SELECT table_name, index_name, column_name, index_kind, metric, m,"
                      + " ef_construction, quantization_option, quantization, covered_row_count,"
                      + " uncovered_row_count, waiting_row_count, byte_count > 0, build_progress"
                      + " FROM vectra.indexes ORDER BY index_name"))
          .containsExactly(
              Arrays.asList(
                  "DOCS", "PLAIN", "V", "HNSW", "cosine", 16, 100, null, "int8", 1200L, 5L, 0L,
                  true, 1.0),
              Arrays.asList(
                  "DOCS",
                  "TUNED",
                  "V",
                  "HNSW",
                  "euclidean",
                  8,
                  50,
                  "none",
                  "none",
                  1200L,
                  5L,
                  0L,
                  true,
                  1.0));
      run(connection, "DROP INDEX plain");
      run(connection, "ALTER TABLE docs RENAME COLUMN v TO w");
      assertThat(rows(connection, "SELECT index_name, column_name FROM vectra.indexes"))
          .containsExactly(List.of("TUNED", "W"));
    }
  }

  @Test
  void wal_beforeAndAfterACheckpoint_tellsItsLsns() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      insert(connection, 0, 10);
      String behind = "SELECT last_lsn - checkpoint_lsn, last_lsn - durable_lsn FROM vectra.wal";
      assertThat((Long) rows(connection, behind).get(0).get(0)).isPositive();
      assertThat(rows(connection, behind).get(0).get(1)).isEqualTo(0L);
      run(connection, "CHECKPOINT");
      assertThat(rows(connection, behind)).containsExactly(List.of(0L, 0L));
      assertThat(rows(connection, "SELECT file_count, byte_count FROM vectra.wal"))
          .isEqualTo(
              rows(
                  connection,
                  "SELECT CAST(MAX(CASE WHEN name = 'wal_files' THEN value END) AS INTEGER),"
                      + " MAX(CASE WHEN name = 'wal_bytes' THEN value END)"
                      + " FROM vectra.metrics"));
    }
  }

  @Test
  void settings_afterSet_areThoseOfTheSessionAlone() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url)) {
      run(connection, "SET ef_search = 400");
      run(connection, "SET exact = TRUE");
      String sql = "SELECT name, value, default_value FROM vectra.settings ORDER BY name";
      assertThat(rows(connection, sql))
          .containsExactly(
              List.of("ef_search", "400", "0"),
              List.of("exact", "TRUE", "FALSE"),
              List.of("lock_timeout", "2000", "2000"));
      assertThat(rows(other, sql))
          .containsExactly(
              List.of("ef_search", "0", "0"),
              List.of("exact", "FALSE", "FALSE"),
              List.of("lock_timeout", "2000", "2000"));
    }
  }

  @Test
  void statements_withAnOpenResult_areSeenFromAnotherConnectionUntilItEnds() throws SQLException {
    String own = "SELECT sql_text FROM vectra.statements ORDER BY id";
    try (Connection connection = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url);
        Connection elsewhere = DriverManager.getConnection("jdbc:vectra:memory:elsewhere")) {
      insert(connection, 0, 10);
      try (Statement statement = connection.createStatement()) {
        ResultSet open = statement.executeQuery("SELECT id FROM docs");
        assertThat(open.next()).isTrue();
        assertThat(rows(other, own)).containsExactly(List.of("SELECT id FROM docs"), List.of(own));
        assertThat(rows(elsewhere, own)).containsExactly(List.of(own));
        List<Object> running =
            rows(other, "SELECT id, start_time, elapsed_ms FROM vectra.statements ORDER BY id")
                .get(0);
        assertThat((Long) running.get(2)).isNotNegative();
        assertThat(running.get(1)).isNotNull();
        assertThat(
                rows(
                    other,
                    "SELECT COUNT(*) FROM vectra.statements WHERE start_time > CURRENT_TIMESTAMP"
                        + " OR start_time < CURRENT_TIMESTAMP - INTERVAL '1' HOUR"))
            .containsExactly(List.of(0L));
        while (open.next()) {
          assertThat(open.getInt(1)).isPositive();
        }
        assertThat(rows(other, own)).containsExactly(List.of(own));
        statement.executeQuery("SELECT id + 1 FROM docs");
        assertThat(rows(other, own)).hasSize(2);
      }
      assertThat(rows(other, own)).containsExactly(List.of(own));
    }
  }

  @Test
  void statements_thatFailOrAreBatches_areNotLeft() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      insert(connection, 0, 2);
      assertThatThrownBy(() -> run(connection, "INSERT INTO docs (id) VALUES (1)"))
          .isInstanceOf(SQLException.class);
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("SELECT 10 / (id - 1) FROM docs ORDER BY 1")) {
        assertThat(result.next()).isTrue();
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isEqualTo("22012");
      }
      assertThat(rows(connection, "SELECT COUNT(*) FROM vectra.statements"))
          .containsExactly(List.of(1L));
    }
  }

  @Test
  void metrics_afterWrites_countWhatWasWritten() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      insert(connection, 0, 10);
      run(connection, "CHECKPOINT");
      run(connection, "DELETE FROM docs WHERE id = 0");
      insert(connection, 10, 3);
      assertThat(
              rows(
                  connection,
                  "SELECT name, value FROM vectra.metrics WHERE name IN ('tables', 'segments',"
                      + " 'segment_rows', 'deleted_rows', 'memtable_row_versions',"
                      + " 'running_statements') ORDER BY name"))
          .containsExactly(
              List.of("deleted_rows", 1L),
              List.of("memtable_row_versions", 3L),
              List.of("running_statements", 1L),
              List.of("segment_rows", 10L),
              List.of("segments", 1L),
              List.of("tables", 1L));
      assertThat(
              rows(
                  connection,
                  "SELECT (SELECT value FROM vectra.metrics WHERE name = 'segment_bytes')"
                      + " - (SELECT SUM(byte_count) FROM vectra.segments) FROM vectra.wal"))
          .hasToString("[[0]]");
    }
  }

  @Test
  void segments_aggregatedAndJoinedWithTables_giveTheSizeOfEachTable() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      run(connection, "CREATE TABLE unused (id INT PRIMARY KEY)");
      insert(connection, 0, 10);
      run(connection, "CHECKPOINT");
      List<List<Object>> sizes =
          rows(
              connection,
              "SELECT t.table_name, s.segments, s.bytes FROM information_schema.tables t LEFT JOIN"
                  + " (SELECT table_name, COUNT(*) AS segments, SUM(byte_count) AS bytes FROM"
                  + " vectra.segments GROUP BY table_name) s ON s.table_name = t.table_name"
                  + " WHERE t.table_schema = 'PUBLIC' ORDER BY 1");
      assertThat(sizes.get(0)).startsWith("DOCS", 1L).doesNotContainNull();
      assertThat(sizes.get(1)).isEqualTo(Arrays.asList("UNUSED", null, null));
      assertThat(sizes).hasSize(2);
    }
  }

  @Test
  void views_onAReadOnlyConnection_areRead() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      insert(connection, 0, 10);
      run(connection, "CHECKPOINT");
    }
    try (Connection connection = DriverManager.getConnection(url + "?readOnly=true")) {
      assertThat(
              rows(
                  connection,
                  "SELECT c.column_name, s.row_count FROM information_schema.columns c"
                      + " JOIN vectra.segments s ON s.table_name = c.table_name"
                      + " CROSS JOIN vectra.wal WHERE file_count >= 0 ORDER BY ordinal_position"))
          .containsExactly(List.of("ID", 10L), List.of("V", 10L));
      assertThatThrownBy(() -> run(connection, "DELETE FROM vectra.segments"))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "42501");
    }
  }

  private static void insert(Connection connection, int first, int count) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO docs VALUES (?, ?)")) {
      for (int id = first; id < first + count; id++) {
        insert.setInt(1, id);
        insert.setObject(2, new float[] {1, id % 7, id % 11, (float) Math.sin(id)});
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        Object[] row = new Object[width];
        for (int i = 0; i < width; i++) {
          row[i] = result.getObject(i + 1);
        }
        rows.add(Arrays.asList(row));
      }
    }
    return rows;
  }
}
