package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What statements answer, as texts. */
public final class Answers {
  private Answers() {}

  /** The rows of a query, values with bars between them. */
  public static List<String> rows(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return rows(result);
    }
  }

  /** The rows that are left, values with bars between them. */
  public static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        values.add(result.getString(i));
      }
      rows.add(String.join("|", values));
    }
    return rows;
  }

  /** Asserts that a statement fails with a state, and words in its message. */
  public static void assertRefused(Statement statement, String sql, String state, String words) {
    assertThatThrownBy(() -> statement.execute(sql), sql)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state))
        .hasMessageContaining(words);
  }
}
