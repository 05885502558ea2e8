package io.vectra.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** The small JVM that asks one query through JDBC and says when it has a row. */
final class ColdChild {
  static final String FOUND = "found";

  private ColdChild() {}

  /** Arguments: directory, dimensions, query. */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = JdbcTable.connect(Path.of(arguments[0]));
        PreparedStatement statement = connection.prepareStatement(text(arguments[2]))) {
      if (arguments[2].equals("nearest")) {
        float[] vector = new float[Integer.parseInt(arguments[1])];
        vector[0] = 1;
        statement.setObject(1, vector);
      } else {
        statement.setInt(1, 7);
      }
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          rows.getString(1);
          System.out.println(FOUND);
          System.out.flush();
        }
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
