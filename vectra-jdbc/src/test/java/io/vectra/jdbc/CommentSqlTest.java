package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** COMMENT ON, by what metadata and INFORMATION_SCHEMA show afterwards. */
class CommentSqlTest {
  private static final List<String> DEFINITIONS =
      List.of(
          "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR, v VECTOR(2))",
          "CREATE VECTOR INDEX t_nn ON t (v)",
          "CREATE VIEW w AS SELECT a FROM t",
          "CREATE SEQUENCE s",
          "COMMENT ON TABLE t IS 'the table''s'",
          "COMMENT ON COLUMN t.a IS 'größe'",
          "COMMENT ON COLUMN PUBLIC.t.v IS 'gone soon'",
          "COMMENT ON INDEX t_nn IS 'the index'",
          "COMMENT ON VIEW w IS 'the view'",
          "COMMENT ON SEQUENCE s IS 'the sequence'",
          "COMMENT ON SCHEMA PUBLIC IS 'the schema'",
          "COMMENT ON COLUMN t.v IS NULL");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void comments_afterReopening_areShownEverywhere(boolean checkpoint, @TempDir Path directory)
      throws SQLException {
    String url = "jdbc:vectra:" + directory;
    try (Connection first = DriverManager.getConnection(url);
        Statement statement = first.createStatement()) {
      for (String sql : DEFINITIONS) {
        statement.execute(sql);
      }
      if (checkpoint) {
        statement.execute("CHECKPOINT");
      }
    }
    try (Connection again = DriverManager.getConnection(url);
        Statement statement = again.createStatement()) {
      assertThat(remarks(again.getMetaData().getTables(null, "PUBLIC", "%", null)))
          .containsExactly("the table's", "the view");
      assertThat(remarks(again.getMetaData().getColumns(null, null, "T", "%")))
          .containsExactly(null, "größe", null);
      for (String query :
          List.of(
              "tables WHERE table_schema = 'PUBLIC' ORDER BY table_name | the table's, the view",
              "columns WHERE table_name = 'T' AND remarks IS NOT NULL | größe",
              "views | the view",
              "sequences | the sequence",
              "indexes WHERE index_name = 'T_NN' | the index",
              "schemata WHERE remarks IS NOT NULL | the schema")) {
        String[] parts = query.split(" \\| ");
        assertThat(
                remarks(
                    statement.executeQuery("SELECT remarks FROM information_schema." + parts[0])))
            .containsExactly(parts[1].split(", "));
      }
    }
  }

  @Test
  void comment_goesWithWhatItIsOn_andStaysWhenThatIsRenamed() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:comments");
        Statement statement = connection.createStatement()) {
      for (String sql : DEFINITIONS) {
        statement.execute(sql);
      }
      statement.execute("CREATE OR REPLACE VIEW w AS SELECT id FROM t");
      statement.execute("ALTER TABLE t RENAME COLUMN a TO b");
      assertThat(remarks(connection.getMetaData().getColumns(null, null, "T", "B")))
          .containsExactly("größe");
      assertThat(remarks(connection.getMetaData().getTables(null, null, "W", null)))
          .containsExactly("the view");
      statement.execute("DROP VIEW w");
      statement.execute("CREATE VIEW w AS SELECT id FROM t");
      assertThat(remarks(connection.getMetaData().getTables(null, null, "W", null)))
          .containsExactly((String) null);
      statement.execute("DROP SEQUENCE s");
      statement.execute("DROP INDEX t_nn");
      statement.execute("DROP TABLE t CASCADE");
      statement.execute("COMMENT ON SCHEMA PUBLIC IS NULL");
      assertThat(
              connection.unwrap(io.vectra.engine.Database.class).catalog().definitions().comments())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COMMENT ON TABLE missing IS 'x' | 42P01",
        "COMMENT ON TABLE w IS 'x' | 42P01",
        "COMMENT ON VIEW t IS 'x' | 42P01",
        "COMMENT ON COLUMN t.missing IS 'x' | 42703",
        "COMMENT ON COLUMN a IS 'x' | 42703",
        "COMMENT ON INDEX missing IS 'x' | 42704",
        "COMMENT ON SEQUENCE missing IS 'x' | 42704",
        "COMMENT ON SCHEMA missing IS 'x' | 3F000",
        "COMMENT ON TABLE INFORMATION_SCHEMA.TABLES IS 'x' | 42501",
        "COMMENT ON TABLE t IS 5 | 42601",
      })
  void comment_onWhatIsNotThere_isRefused(String sql, String state) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:comments");
        Statement statement = connection.createStatement()) {
      for (String definition : DEFINITIONS) {
        statement.execute(definition);
      }
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
    }
  }

  private static List<String> remarks(ResultSet rows) throws SQLException {
    List<String> remarks = new ArrayList<>();
    while (rows.next()) {
      remarks.add(rows.getString("REMARKS"));
    }
    return remarks;
  }
}
