package io.vectra.bench;

import io.vectra.bench.system.VectraUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The small JVM that asks one query through JDBC and says when it has a row. */
final class ColdChild {
  /** What it says when it has a row, before its processor time in milliseconds. */
  static final String FOUND = "found after ";

  private ColdChild() {}

  /** Arguments: directory, dimensions, query; {@code all} for one after another. */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = VectraUrl.connect(Path.of(arguments[0]))) {
      int dimensions = Integer.parseInt(arguments[1]);
      boolean all = arguments[2].equals("all");
      for (String query : all ? List.of("key", "nearest", "join") : List.of(arguments[2])) {
        ask(connection, dimensions, query);
      }
      Duration time = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
      System.out.println(FOUND + time.toMillis());
      System.out.flush();
    }
  }

  private static void ask(Connection connection, int dimensions, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text(query))) {
      if (query.equals("nearest")) {
        float[] vector = new float[dimensions];
        vector[0] = 1;
        statement.setObject(1, vector);
      } else {
        statement.setInt(1, 7);
      }
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("Query '" + query + "' gives no row.");
        }
        rows.getString(1);
      }
    }
  }

  private static String text(String query) {
    return switch (query) {
      case "key" -> "SELECT lexname, r FROM items WHERE id = ?";
      case "nearest" ->
          "SELECT id, lexname FROM items ORDER BY VECTOR_DISTANCE(embedding, ?, EUCLIDEAN) LIMIT 10";
      case "join" ->
          "SELECT a.lexname, COUNT(*) FROM items a JOIN items b ON a.id = b.r WHERE b.id < ?"
              + " GROUP BY a.lexname ORDER BY 2 DESC";
      default -> throw new IllegalArgumentException("Query '" + query + "' is not known.");
    };
  }
}
