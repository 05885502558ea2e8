package io.vectra.bench;

import io.vectra.engine.schema.Metric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The same table as {@link io.vectra.bench.system.VectraTable}, in SQL. */
final class JdbcTable {
  static final String INSERT = "INSERT INTO items (id, r, lexname, embedding) VALUES (?, ?, ?, ?)";

  private JdbcTable() {}

  static String createTable(int dimensions) {
    return "CREATE TABLE items (id INTEGER PRIMARY KEY, r INTEGER NOT NULL, lexname VARCHAR NOT"
        + " NULL, embedding VECTOR("
        + dimensions
        + ") NOT NULL)";
  }

  static String createIndex(Metric metric) {
    return "CREATE VECTOR INDEX items_nn ON items (embedding) WITH (metric = '"
        + metric.name()
        + "')";
  }

  static String nearest(Metric metric, int k) {
    return "SELECT id FROM items ORDER BY VECTOR_DISTANCE(embedding, ?, "
        + metric.name()
        + ") LIMIT "
        + k;
  }

  /** Connects to a directory of any name. */
  static Connection connect(Path directory) throws SQLException {
    StringBuilder url = new StringBuilder("jdbc:vectra:");
    for (byte part : directory.toString().getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (part & 0xff);
      if (character < 128 && (Character.isLetterOrDigit(character) || "/._-".indexOf(part) >= 0)) {
        url.append(character);
      } else {
        url.append("%%%02X".formatted(part & 0xff));
      }
    }
    return DriverManager.getConnection(url.toString());
  }
}
