package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lists of thousands of values work, in a scan and in generated code, and mean what short ones do.
 */
class LargeConditionsTest {
  private static final int VALUES = 6_000;

  private Connection connection;

  @BeforeEach
  void fill() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:large-conditions");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, s VARCHAR, n DECIMAL(8,2))");
      statement.execute(
          "INSERT INTO t VALUES (1, 1, '1', 1), (2, NULL, NULL, NULL), (3, -5, '-5', -5),"
              + " (4, 5999, '5999', 5999)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE t");
    }
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "a", "id + 0", "a + 0", "n", "n + 0", "CAST(s AS INTEGER)"})
  void inList_ofThousands_meansWhatAShortListDoes(String value) throws SQLException {
    String list = joined("%d");
    List<Integer> in = ids(value + " IN (" + list + ")");
    assertThat(in).isEqualTo(ids(value + " BETWEEN 0 AND " + (VALUES - 1)));
    assertThat(ids(value + " NOT IN (" + list + ")"))
        .isEqualTo(ids("NOT (" + value + " BETWEEN 0 AND " + (VALUES - 1) + ")"));
    assertThat(ids(value + " IN (" + list + ", NULL)")).isEqualTo(in);
    assertThat(ids(value + " NOT IN (" + list + ", NULL)")).isEmpty();
    assertThat(ids("(" + value + " IN (" + list + ")) IS UNKNOWN"))
        .isEqualTo(ids(value + " IS NULL"));
  }

  @Test
  void inList_ofThousandsOfTexts_meansWhatAShortListDoes() throws SQLException {
    assertThat(ids("s || '' IN (" + joined("'%d'") + ")")).containsExactly(1, 4);
    assertThat(ids("s IN (" + joined("'%d'") + ")")).containsExactly(1, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "a + 0"})
  void inList_ofThousandsOfParameters_findsTheirRows(String value) throws SQLException {
    String marks = IntStream.range(0, VALUES).mapToObj(i -> "?").collect(Collectors.joining(","));
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM t WHERE " + value + " IN (" + marks + ")")) {
      for (int i = 0; i < VALUES; i++) {
        query.setInt(i + 1, i);
      }
      ResultSet count = query.executeQuery();
      assertThat(count.next()).isTrue();
      assertThat(count.getInt(1)).isEqualTo(value.equals("id") ? 4 : 2);
    }
  }

  @Test
  void disjunction_ofThousands_findsTheirRows() throws SQLException {
    String ors =
        IntStream.range(0, VALUES / 3)
            .mapToObj(i -> "a = " + i)
            .collect(Collectors.joining(" OR "));
    assertThat(ids(ors)).containsExactly(1);
    String mixed =
        IntStream.range(0, 400)
            .mapToObj(i -> "(a = " + i + " AND s <> 'x" + i + "')")
            .collect(Collectors.joining(" OR "));
    assertThat(ids(mixed)).containsExactly(1);
  }

  @Test
  void caseOfConstants_ofThousands_givesTheResultOfTheFirst() throws SQLException {
    String branches =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "WHEN " + i + " THEN 'v" + i + "'")
            .collect(Collectors.joining(" "));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT CASE a "
                    + branches
                    + " WHEN 1 THEN 'no' ELSE 'other' END FROM t"
                    + " ORDER BY id")) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      assertThat(texts).containsExactly("v1", "other", "other", "other");
    }
  }

  @Test
  void caseOfExpressions_ofThousands_isRefusedWithItsLimit() {
    String branches =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "WHEN a > " + i + " THEN a + " + i)
            .collect(Collectors.joining(" "));
    assertThatThrownBy(() -> ids("CASE " + branches + " END = 1"))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "54000")
        .hasMessageContaining("2000 branches");
  }

  private static String joined(String format) {
    return IntStream.range(0, VALUES)
        .mapToObj(i -> String.format(format, i))
        .collect(Collectors.joining(", "));
  }

  private List<Integer> ids(String condition) throws SQLException {
    List<Integer> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM t WHERE " + condition)) {
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
    }
    ids.sort(null);
    return ids;
  }
}
