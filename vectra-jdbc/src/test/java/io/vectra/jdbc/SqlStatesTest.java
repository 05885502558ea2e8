package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a statement refuses has the SQLSTATE of its reason, and what it need not refuse works. */
class SqlStatesTest {
  private Connection connection;

  @BeforeEach
  void fill() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:sql-states");
    run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR, b BOOLEAN, d DATE,"
            + " g INTEGER GENERATED ALWAYS AS IDENTITY, v VECTOR(2))");
    run(
        "INSERT INTO t (id, s, v) VALUES (1, 'a', '[1,0]'), (2, '\u00e9', '[0,1]'), (3, 'c', NULL)");
    run("CREATE TABLE k (s VARCHAR PRIMARY KEY, x INTEGER)");
    run("INSERT INTO k VALUES ('a', 1)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    try (Connection again = DriverManager.getConnection("jdbc:vectra:memory:sql-states");
        Statement statement = again.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS t");
      statement.execute("DROP TABLE IF EXISTS k");
      statement.execute("DROP TABLE IF EXISTS x");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "SELECT EXISTS id, s FROM t; 42000",
        "SELECT COALESCE() FROM t; 42000",
        "SELECT * FROM TABLE(KNN('T', 'V', '[1,0]', nothing)); 42703",
        "SELECT id FROM t ORDER BY id LIMIT 5 OFFSET 99999999999999999999999999999999999999999; 22003",
        "UPDATE t SET s = ROW(s) WHERE id = 1; 42804",
        "SELECT id, s FROM t GROUP BY id; 42P10",
        "UPDATE t SET s = (SELECT MAX(v) FROM t); 42804",
        "SELECT * FROM (VALUES (1), (2.5E0)) AS x(y); 1.0 2.5",
        "SELECT DATE '10000-01-01'; 22007",
        "SELECT DATE '2020-13-01'; 22007",
        "INSERT INTO t (id, d) VALUES (9, '+300000000-01-01'); 22007",
        "INSERT INTO k VALUES ('b', 1, 2); 42000",
        "INSERT INTO k VALUES (?, ?, ?); 42000",
        "INSERT INTO k SELECT 'b', 1, 2; 42000",
        "SELECT CAST('0000-12-31' AS DATE); 22007",
        "SELECT CAST('+10000-01-01 00:00:00' AS TIMESTAMP); 22007",
        "SELECT CAST('2020-01-01 00:00:00' AS TIMESTAMP(9)); 0A000",
        "CREATE TABLE x (t TIMESTAMP(6)); 0A000",
        "CREATE TABLE x (t VARCHAR(67108865)); 22023",
        "CREATE TABLE x (t VARBINARY(0)); 22023",
        "ALTER TABLE t ADD COLUMN x DECIMAL(39, 2); 22023",
        "SELECT CAST('a' AS VARCHAR(67108865)); 22023",
        "SELECT CAST(1 AS DECIMAL(39, 2)); 22023",
        "SELECT TIME '25:00:00'; 22007",
        "SELECT SUBSTRING(s FROM 1 FOR -1) FROM t; 22011",
        "SELECT id FROM t WHERE s LIKE 'a!' ESCAPE '!'; 22025",
        "SELECT id FROM t WHERE s || '' LIKE 'a!' ESCAPE '!'; 22025",
        "SELECT id FROM t WHERE s LIKE 'a' ESCAPE 'xy'; 22025",
        "SELECT id FROM t WHERE s || '' LIKE 'a' ESCAPE 'xy'; 22025",
        "SELECT id FROM t WHERE s = U&'\\D800'; 22021",
        "SELECT ROW(1, 2); 0A000",
        "SELECT * FROM TABLE(KNN('T', 'V', '[1,0]', NULL)); 22023",
        "UPDATE t SET g = 5; 428C9",
        "INSERT INTO t (id, g) VALUES (9, 9); 428C9",
        "CREATE TABLE x (a DECIMAL(50,2)); 22023",
        "CREATE TABLE x (a VARCHAR(0)); 22023",
        "CREATE TABLE x (a VARCHAR(2) DEFAULT 'abc'); 22001",
        "CREATE TABLE x (a VECTOR(2) DEFAULT '[1,2,3]'); 22000",
        "CREATE TABLE x (a DECIMAL(4,2) DEFAULT 100); 22003",
        "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 5)"
            + " SELECT SUM(i) FROM r; 15",
        "SELECT id FROM t WHERE s = U&'\\00e9'; 2",
        "SELECT U&'\\00e9' || s FROM t WHERE id = 1; \u00e9a",
        "SELECT id FROM t ORDER BY id LIMIT 3000000000 OFFSET 2; 3",
        "SELECT id FROM t ORDER BY id LIMIT 9223372036854775807 OFFSET 2; 3",
        "SELECT id FROM t ORDER BY id LIMIT 2 OFFSET 4294967296; ''",
        "SELECT id FROM t ORDER BY v <-> '[1,0]' LIMIT 9223372036854775807 OFFSET 2; 3",
        "SELECT id FROM t ORDER BY v <-> '[1,0]' LIMIT 1 OFFSET 9223372036854775807; ''",
      })
  void statement_givesItsValueOrItsState(String sql, String expected) {
    assertThat(valueOrState(sql)).as(sql).isEqualTo(expected.equals("''") ? "" : expected);
  }

  @Test
  void default_ofAnyType_isInserted() throws SQLException {
    run(
        "CREATE TABLE x (id INTEGER PRIMARY KEY, a VARBINARY(3) DEFAULT X'00ff',"
            + " v VECTOR(2) DEFAULT '[1,2]', n DECIMAL(4,1) DEFAULT 1.25, b BOOLEAN DEFAULT TRUE)");
    run("INSERT INTO x (id) VALUES (1)");
    run("INSERT INTO x (id) SELECT 2 FROM t WHERE id = 1");
    for (String column : List.of("a", "v", "n", "b")) {
      assertThat(valueOrState("SELECT " + column + " FROM x WHERE id = 1"))
          .isEqualTo(valueOrState("SELECT " + column + " FROM x WHERE id = 2"));
    }
    assertThat(valueOrState("SELECT v FROM x WHERE id = 1")).isEqualTo("[1.0,2.0]");
    assertThat(valueOrState("SELECT a FROM x WHERE id = 1")).isEqualTo("00ff");
  }

  @Test
  void keyThatIsTooLong_isOfNoRow() throws SQLException {
    String tooLong = "x".repeat(9_000);
    assertThat(valueOrState("SELECT x FROM k WHERE s = ?", tooLong)).isEmpty();
    assertThat(valueOrState("SELECT x FROM k WHERE s IN ('a', ?)", tooLong)).isEqualTo("1");
    assertThat(valueOrState("UPDATE k SET x = 2 WHERE s = ?", tooLong)).isEqualTo("count 0");
    assertThat(valueOrState("INSERT INTO k VALUES (?, 2)", tooLong)).isEqualTo("54000");
  }

  @Test
  void parameter_whereAnythingMayStand_isAText() {
    assertThat(valueOrState("SELECT ?", "abc")).isEqualTo("abc");
    assertThat(valueOrState("SELECT s || ? FROM t WHERE id = 1", "bc")).isEqualTo("abc");
  }

  @Test
  void limit_ofNull_isNone() {
    for (String order : List.of("", " ORDER BY id", " ORDER BY v <-> '[1,0]'")) {
      String query = "SELECT COUNT(*) FROM (SELECT id FROM t" + order + " LIMIT ? OFFSET ?) x";
      assertThat(valueOrState(query, null, null)).as(query).isEqualTo("3");
      assertThat(valueOrState(query, 5_000_000_000L, 1)).as(query).isEqualTo("2");
      assertThat(valueOrState(query, -1, 0)).as(query).isEqualTo("22023");
    }
  }

  @Test
  void truthAndNumber_bindAsEachOther() throws SQLException {
    assertThat(valueOrState("UPDATE t SET b = ? WHERE id = 1", 1)).isEqualTo("count 1");
    assertThat(valueOrState("SELECT id FROM t WHERE b = ?", true)).isEqualTo("1");
    assertThat(valueOrState("SELECT s FROM t WHERE id = ?", true)).isEqualTo("a");
    assertThat(valueOrState("UPDATE t SET b = ? WHERE id = 1", 2)).isEqualTo("22003");
  }

  @Test
  void timestamp_boundToDate_keepsItsDateAlone() throws SQLException {
    Timestamp noon = Timestamp.valueOf("2020-01-02 12:00:00");
    assertThat(valueOrState("UPDATE t SET d = ? WHERE id = 1", noon)).isEqualTo("count 1");
    assertThat(valueOrState("SELECT d FROM t WHERE id = 1")).isEqualTo("2020-01-02");
    assertThat(valueOrState("SELECT id FROM t WHERE d = ?", noon)).isEmpty();
    assertThat(valueOrState("SELECT id FROM t WHERE d < ?", noon)).isEqualTo("1");
    assertThat(valueOrState("SELECT id FROM t WHERE d >= ?", noon)).isEmpty();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The only value of a query as text, empty for no row; the count or the SQLSTATE else. */
  private String valueOrState(String sql, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          statement.setNull(i + 1, Types.INTEGER);
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      if (!statement.execute()) {
        return "count " + statement.getUpdateCount();
      }
      List<String> found = new ArrayList<>();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return String.join(" ", found);
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  @Test
  void columns_ofMoreThan65536Characters_keepTheirLength() throws SQLException {
    run("CREATE TABLE x (s VARCHAR(65537), b VARBINARY(100000))");
    String text = "\u00e9".repeat(65_537);
    byte[] bytes = new byte[100_000];
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO x VALUES (?, ?)")) {
      insert.setString(1, text);
      insert.setBytes(2, bytes);
      insert.execute();
      insert.setString(1, text + "a");
      assertThatThrownBy(insert::execute)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22001"));
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT s, b FROM x")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo(text);
      assertThat(row.getBytes(2)).isEqualTo(bytes);
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void insert_ofRowsInAnOrderThatIsNotSelected_insertsThemInIt() throws SQLException {
    run("CREATE TABLE x (n INTEGER GENERATED ALWAYS AS IDENTITY, a INTEGER)");
    run("INSERT INTO x (a) SELECT id FROM t ORDER BY -id, s");
    run("INSERT INTO x (a) SELECT id * 10 FROM t ORDER BY id DESC LIMIT 1");
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT a FROM x ORDER BY n")) {
      List<Integer> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getInt(1));
      }
      assertThat(found).containsExactly(3, 2, 1, 30);
    }
  }
}
