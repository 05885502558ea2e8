package io.vectra.jdbc.logic;

import io.vectra.jdbc.logic.LogicRecord.Query;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A database in memory that gives values as the files of logic tests write them. */
final class LogicDatabase implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 20;

  private final Connection connection;

  LogicDatabase(String url) throws SQLException {
    this.connection = DriverManager.getConnection(url);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.execute(sql);
    }
  }

  /** The values of a query, in the order that they are compared in. */
  List<String> values(Query query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      try (ResultSet result = statement.executeQuery(query.sql())) {
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result, query.types()));
        }
        return query.order().of(rows);
      }
    }
  }

  private static List<String> row(ResultSet result, String types) throws SQLException {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < types.length(); i++) {
      Object value = result.getObject(i + 1);
      row.add(value == null ? "NULL" : written(value, types.charAt(i)));
    }
    return row;
  }

  private static String written(Object value, char type) {
    if (value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    return switch (type) {
      case 'I' ->
          value instanceof Number number
              ? new BigDecimal(number.toString()).setScale(0, RoundingMode.DOWN).toString()
              : "0";
      case 'R' -> String.format(Locale.ROOT, "%.3f", ((Number) value).doubleValue());
      case 'T' -> value.toString().isEmpty() ? "(empty)" : printable(value.toString());
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "@");
  }
}
