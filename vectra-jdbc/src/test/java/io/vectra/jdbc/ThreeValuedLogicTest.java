package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions over NULLs choose the rows that they choose in H2. */
class ThreeValuedLogicTest {
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final long SEED = Long.getLong("vectra.seed", PROOF ? System.nanoTime() : 1);
  private static final int CONDITIONS = PROOF ? 5_000 : 200;
  private static final int ROWS = 40;
  private static final int DEPTH = 3;

  private static Connection vectra;
  private static Connection h2;

  @BeforeAll
  static void fillBoth() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:three-valued-logic");
    h2 = DriverManager.getConnection("jdbc:h2:mem:three-valued-logic");
    RandomCondition values = new RandomCondition(new Random(7));
    List<String> rows = new ArrayList<>();
    for (int id = 0; id < ROWS; id++) {
      rows.add(values.row(id));
    }
    for (Connection connection : List.of(vectra, h2)) {
      run(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, " + RandomCondition.COLUMNS + ")");
      run(connection, "INSERT INTO t VALUES " + String.join(", ", rows));
    }
  }

  @AfterAll
  static void closeBoth() throws SQLException {
    vectra.close();
    h2.close();
  }

  @Test
  void where_withRandomConditions_choosesTheRowsThatH2Chooses() throws SQLException {
    Random random = new Random(SEED);
    RandomCondition conditions = new RandomCondition(random);
    long chosen = 0;
    for (int i = 0; i < CONDITIONS; i++) {
      String condition = conditions.condition(1 + random.nextInt(DEPTH));
      String query =
          random.nextInt(4) == 0
              ? "SELECT id, CASE WHEN " + condition + " THEN 1 ELSE 0 END FROM t"
              : "SELECT id FROM t WHERE " + condition;
      List<String> expected = rows(h2, query);
      assertThat(rows(vectra, query))
          .as("seed %d, query %d: %s", SEED, i, query)
          .isEqualTo(expected);
      chosen += expected.size();
    }
    System.out.printf(
        "three-valued logic: seed %d, %d conditions chose %d rows as in H2%n",
        SEED, CONDITIONS, chosen);
    assertThat(chosen).as("conditions that choose nothing prove nothing").isGreaterThan(CONDITIONS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COALESCE(a, 5) < 5",
        "COALESCE(a, b, 5) < 5",
        "COALESCE(a, 5) + 0 < 5",
        "CASE WHEN a IS NOT NULL THEN a ELSE 4 END < 4",
        "(a IS NOT NULL AND a < 1) IS NOT FALSE",
        "(a IS NULL OR a < 1) IS NOT TRUE",
        "(s <> 'a' AND (a IS DISTINCT FROM -1) IS TRUE) IS NOT FALSE",
      })
  void conditionThatCalciteSimplifiesWrongly_everywhere_choosesTheRowsThatH2Chooses(
      String condition) throws SQLException {
    for (String query :
        List.of(
            "SELECT id FROM t WHERE " + condition,
            "SELECT id FROM (SELECT * FROM t WHERE " + condition + ") x",
            "SELECT t.id FROM t LEFT JOIN (SELECT id AS i FROM t) u ON t.id = u.i WHERE "
                + condition,
            "SELECT id FROM t GROUP BY id, a, b, s HAVING " + condition)) {
      assertThat(rows(vectra, query)).as(query).isEqualTo(rows(h2, query));
    }
    for (String change : List.of("UPDATE t SET g = 9 WHERE ", "DELETE FROM t WHERE ")) {
      assertThat(undone(vectra, change + condition))
          .as(change + condition)
          .isEqualTo(undone(h2, change + condition));
    }
  }

  /** The count of a change that is rolled back. */
  private static int undone(Connection connection, String change) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(change);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(result.getInt(i)).append(' ');
        }
        rows.add(row.toString());
      }
    }
    Collections.sort(rows);
    return rows;
  }
}
