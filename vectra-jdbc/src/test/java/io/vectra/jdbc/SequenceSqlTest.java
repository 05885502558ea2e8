package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences as SQL says them; H2 gives what is expected where it has the same words. */
class SequenceSqlTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:sequences");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "START WITH 4 INCREMENT BY 3",
        "START WITH 3 INCREMENT 2 MAXVALUE 9 CYCLE",
        "INCREMENT BY -1 MINVALUE -3 CYCLE CACHE 2",
        "AS SMALLINT START WITH 32765 NO CACHE",
        "MINVALUE 2 MAXVALUE 4 NO CYCLE",
        "NO MINVALUE NO MAXVALUE CACHE 3 INCREMENT BY -7",
      })
  void values_ofOptionsThatBothHave_areThoseOfH2(String options) throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:sequences")) {
      List<String> expected = values(h2, options);
      assertThat(values(connection, options)).isEqualTo(expected).hasSize(9);
    }
  }

  private static List<String> values(Connection connection, String options) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SEQUENCE s " + options);
      for (int i = 0; i < 6; i++) {
        values.add(next(statement));
      }
      statement.execute("ALTER SEQUENCE s RESTART");
      values.add(next(statement));
      statement.execute("ALTER SEQUENCE s RESTART WITH 3 INCREMENT BY 1 MAXVALUE 32767 CYCLE");
      values.add(next(statement));
      values.add(next(statement));
    }
    return values;
  }

  /** A value, or that there is none. */
  private static String next(Statement statement) {
    try (ResultSet result = statement.executeQuery("SELECT NEXT VALUE FOR s")) {
      result.next();
      return result.getString(1);
    } catch (SQLException e) {
      return "none";
    }
  }

  @Test
  void everyRow_ofEveryStatement_takesOneValue() throws SQLException {
    statement.execute("CREATE SEQUENCE s");
    statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)");
    statement.execute("INSERT INTO t VALUES (NEXT VALUE FOR s, 10), (NEXTVAL('s'), 20)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t VALUES (s.NEXTVAL, ?)")) {
      for (int i = 3; i <= 4; i++) {
        insert.setInt(1, i * 10);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    statement.execute("INSERT INTO t SELECT NEXT VALUE FOR PUBLIC.s, n + 100 FROM t WHERE n < 30");
    assertThat(rows("SELECT id, n FROM t ORDER BY id"))
        .containsExactly("1|10", "2|20", "3|30", "4|40", "5|110", "6|120");
    assertThat(rows("SELECT NEXT VALUE FOR s, NEXT VALUE FOR s, id FROM t WHERE id < 3"))
        .containsExactlyInAnyOrder("7|8|1", "9|10|2");
    assertThat(rows("SELECT x.a, x.a FROM (SELECT NEXT VALUE FOR s AS a FROM t) x ORDER BY 1"))
        .containsExactly("11|11", "12|12", "13|13", "14|14", "15|15", "16|16");
    statement.execute("UPDATE t SET n = NEXT VALUE FOR s WHERE id > 4");
    assertThat(rows("SELECT n FROM t WHERE id > 4")).containsExactlyInAnyOrder("17", "18");
    assertThat(rows("SELECT CURRENT VALUE FOR s, CURRVAL('S'), s.CURRVAL"))
        .containsExactly("18|18|18");
  }

  @Test
  void currentValue_isThatOfTheSession_andMissingBeforeItTookOne() throws SQLException {
    statement.execute("CREATE SEQUENCE s");
    refused("SELECT CURRENT VALUE FOR s", "55000");
    statement.executeQuery("SELECT NEXT VALUE FOR s").next();
    try (Connection other = DriverManager.getConnection("jdbc:vectra:memory:sequences");
        Statement others = other.createStatement();
        ResultSet next = others.executeQuery("SELECT NEXT VALUE FOR s")) {
      next.next();
      assertThat(next.getLong(1)).isEqualTo(2);
    }
    assertThat(rows("SELECT CURRENT VALUE FOR s")).containsExactly("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE SEQUENCE u INCREMENT BY 0 | 22023",
        "CREATE SEQUENCE u MINVALUE 5 MAXVALUE 4 | 22023",
        "CREATE SEQUENCE u START WITH 0 | 22023",
        "CREATE SEQUENCE u AS SMALLINT MAXVALUE 40000 | 22023",
        "CREATE SEQUENCE u AS VARCHAR | 22023",
        "CREATE SEQUENCE u CACHE 0 | 22023",
        "CREATE SEQUENCE u START WITH 1.5 | 22003",
        "CREATE SEQUENCE u START 1 START 2 | 42601",
        "CREATE SEQUENCE u RESTART | 42601",
        "CREATE OR REPLACE SEQUENCE u | 0A000",
        "CREATE SEQUENCE s | 42P07",
        "CREATE SEQUENCE t | 42P07",
        "CREATE TABLE s (a INT) | 42P07",
        "ALTER TABLE t RENAME TO s | 42P07",
        "CREATE SEQUENCE VECTRA.u | 42501",
        "CREATE SEQUENCE nowhere.u | 3F000",
        "ALTER SEQUENCE s MAXVALUE 0 | 22023",
        "ALTER SEQUENCE u RESTART | 42704",
        "DROP SEQUENCE u | 42704",
        "SELECT NEXT VALUE FOR u | 42704",
        "SELECT NEXTVAL('u') | 42704",
        "SELECT NEXTVAL(1) | 22023",
        "SELECT a FROM t WHERE a = NEXT VALUE FOR s | 0A000",
        "SELECT x.a FROM (SELECT NEXT VALUE FOR s AS a FROM t) x WHERE x.a > 1 | 0A000",
        "SELECT DISTINCT NEXT VALUE FOR s FROM t | 0A000",
        "SELECT (SELECT NEXT VALUE FOR s) FROM t | 0A000",
        "UPDATE t SET a = 1 WHERE NEXT VALUE FOR s > 0 | 0A000",
      })
  void statement_thatCannotBe_isRefused(String sql, String state) throws SQLException {
    statement.execute("CREATE SEQUENCE s");
    statement.execute("CREATE TABLE t (a INT)");
    refused(sql, state);
    assertThat(rows("SELECT NEXT VALUE FOR s")).containsExactly("1");
  }

  @Test
  void exhausted_withoutCycle_is2200H_alsoAfterReopening(@TempDir Path directory)
      throws SQLException {
    String url = "jdbc:vectra:" + directory;
    try (Connection first = DriverManager.getConnection(url);
        Statement of = first.createStatement()) {
      of.execute("CREATE SEQUENCE s MAXVALUE 2 CACHE 1");
      of.execute("CREATE SEQUENCE kept START WITH 100 CACHE 10");
      of.execute("CREATE SEQUENCE gone");
      of.execute("DROP SEQUENCE gone");
      of.execute("DROP SEQUENCE IF EXISTS gone");
      of.execute("CREATE SEQUENCE IF NOT EXISTS kept START WITH 7");
      assertThat(List.of(next(of), next(of), next(of))).containsExactly("1", "2", "none");
      of.executeQuery("SELECT NEXT VALUE FOR kept").next();
    }
    for (String next : List.of("110", "120")) { // what was reserved is lost, by log and by manifest
      try (Connection again = DriverManager.getConnection(url);
          Statement of = again.createStatement()) {
        assertThatThrownBy(() -> of.executeQuery("SELECT NEXT VALUE FOR s").next())
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("2200H"));
        try (ResultSet result = of.executeQuery("SELECT NEXT VALUE FOR kept")) {
          result.next();
          assertThat(result.getString(1)).isEqualTo(next);
        }
        of.execute("CHECKPOINT");
      }
    }
  }

  @Test
  void informationSchema_listsSequences() throws SQLException {
    statement.execute("CREATE SEQUENCE s AS INTEGER START WITH 3 INCREMENT BY 2 CYCLE CACHE 5");
    assertThat(
            rows(
                "SELECT sequence_schema, sequence_name, data_type, start_value, minimum_value,"
                    + " maximum_value, increment, cycle_option, cache"
                    + " FROM information_schema.sequences"))
        .containsExactly("PUBLIC|S|INTEGER|3|1|2147483647|2|YES|5");
  }

  private void refused(String sql, String state) {
    assertThatThrownBy(
            () -> {
              if (statement.execute(sql)) {
                statement.getResultSet().next();
              }
            })
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  private List<String> rows(String sql) throws SQLException {
    return Answers.rows(statement, sql);
  }
}
