package io.vectra.jdbc.change;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A database in memory, with what tests of changes ask of it. */
record ChangeDatabase(Connection connection) implements AutoCloseable {

  static ChangeDatabase open(String name) throws SQLException {
    return new ChangeDatabase(DriverManager.getConnection("jdbc:vectra:memory:" + name));
  }

  /** Rows as texts, values with blanks between them. */
  List<String> rows(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows(rows);
      }
    }
  }

  static List<String> rows(ResultSet rows) throws SQLException {
    List<String> all = new ArrayList<>();
    while (rows.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.append(i == 1 ? "" : " ").append(rows.getString(i));
      }
      all.add(row.toString());
    }
    return all;
  }

  int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  void assertRefused(String sql, String state) {
    Assertions.assertThatThrownBy(() -> run(sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> Assertions.assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
