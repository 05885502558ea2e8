package io.vectra.jdbc.differential;

import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of the two databases with the tables in it. */
final class TestDatabase implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 5;

  private final Connection connection;

  private TestDatabase(Connection connection) {
    this.connection = connection;
  }

  /** Opens an empty database and fills its tables, the same for each seed. */
  static TestDatabase open(String url, long seed) throws SQLException {
    TestDatabase database = new TestDatabase(DriverManager.getConnection(url));
    Choice choice = new Choice(seed);
    for (TestTable table : TestTable.values()) {
      database.execute(table.create());
      for (String insert : table.inserts(choice)) {
        database.execute(insert);
      }
    }
    database.connection.setAutoCommit(false);
    return database;
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement and undoes what it changed. */
  Answer answer(BoundSql sql, Optional<TestTable> changed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      for (int i = 0; i < sql.values().size(); i++) {
        bind(statement, i + 1, sql.values().get(i));
      }
      if (changed.isEmpty()) {
        return new Answer.Rows(rows(statement.executeQuery()));
      }
      int count = statement.executeUpdate();
      try (Statement query = connection.createStatement()) {
        String all = "SELECT * FROM " + changed.get().sqlName();
        return new Answer.Changed(count, rows(query.executeQuery(all)));
      }
    } catch (SQLException e) {
      return new Answer.Refused(e.getSQLState(), String.valueOf(e.getMessage()));
    } finally {
      connection.rollback();
    }
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setObject(index, value);
    }
  }

  private static List<List<Object>> rows(ResultSet result) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(plain(result.getObject(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static Object plain(Object value) {
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    return value instanceof Timestamp time ? time.toLocalDateTime() : value;
  }
}
