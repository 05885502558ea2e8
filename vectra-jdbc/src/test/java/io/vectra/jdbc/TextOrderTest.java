package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts are ordered by code points, in a scan and in generated code alike. */
class TextOrderTest {
  private Connection connection;

  @BeforeEach
  void fill() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:text-order");
    run("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR)");
    // U+1F600 is behind U+FF5E, but its first char is before it.
    run("INSERT INTO t VALUES (1, '\uD83D\uDE00'), (2, '\uFF5E'), (3, 'b'), (4, 'ab'), (5, NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    run("DROP TABLE t");
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "SELECT id FROM t WHERE s > '\uFF5E' ; 1",
        "SELECT id FROM t WHERE s || '' > '\uFF5E' ; 1",
        "SELECT id FROM t WHERE s || '' <= '\uD83D\uDE00' ORDER BY id ; 1 2 3 4",
        "SELECT id FROM t WHERE s || '' BETWEEN 'b' AND '\uFF5E' ORDER BY id ; 2 3",
        "SELECT id FROM t ORDER BY s NULLS LAST ; 4 3 2 1 5",
        "SELECT id FROM t ORDER BY s DESC NULLS LAST, id LIMIT 2 ; 1 2",
        "SELECT id FROM t ORDER BY s || '' NULLS FIRST OFFSET 3 ROWS ; 2 1",
        "SELECT id FROM t WHERE s = (SELECT MAX(s) FROM t) ; 1",
        "SELECT id FROM t WHERE s = (SELECT MIN(s) FROM t WHERE id < 3) ; 2",
        "SELECT id FROM t WHERE s >= ALL (SELECT u.s FROM t u WHERE u.id < 3) ; 1",
        "SELECT t.id FROM t JOIN t u ON t.s > u.s AND u.id = 2 ; 1",
        "SELECT id FROM t ORDER BY ROW_NUMBER() OVER (ORDER BY s NULLS LAST) ; 4 3 2 1 5",
        "SELECT id FROM t WHERE id < 3 ORDER BY MAX(s) OVER (PARTITION BY id) ; 2 1",
      })
  void query_withTextsBehindTheBasicPlane_ordersThemByCodePoint(String query, String expected)
      throws SQLException {
    assertThat(String.join(" ", ids(query))).as(query).isEqualTo(expected);
  }

  private List<String> ids(String query) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
