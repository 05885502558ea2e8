package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The scalar columns of the table in H2, which has no vectors. */
final class H2Table {
  private static final int BATCH = 1_000;

  private H2Table() {}

  /** Creates and fills the table. */
  static void load(Connection connection, Dataset data) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE items (id INTEGER PRIMARY KEY, r INTEGER NOT NULL, lexname VARCHAR NOT NULL)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO items (id, r, lexname) VALUES (?, ?, ?)")) {
      for (int row = 0; row < data.rows(); row++) {
        insert.setInt(1, row);
        insert.setInt(2, data.random(row));
        insert.setString(3, data.category(row));
        insert.addBatch();
        if ((row + 1) % BATCH == 0 || row + 1 == data.rows()) {
          insert.executeBatch();
        }
      }
    }
  }
}
