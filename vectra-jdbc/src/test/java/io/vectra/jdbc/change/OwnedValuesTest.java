package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was bound or read is the caller's: changing it changes no row. */
class OwnedValuesTest {
  private static final float[] VECTOR = {1, 2, 3};
  private static final byte[] BYTES = {4, 5, 6};

  private final float[] vector = VECTOR.clone();
  private final byte[] bytes = BYTES.clone();
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:owned-values-test");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v VECTOR(3), b VARBINARY(10))");
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void arrays_changedAfterABatchWasAdded_areStoredAsTheyWereBound() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
      for (int id = 1; id <= 3; id++) {
        bind(insert, id);
        insert.addBatch();
        spoil();
        restore();
      }
      spoil();
      insert.executeBatch();
    }
    requireRows(3);
  }

  @Test
  void arrays_changedBetweenInsertAndCommit_areStoredAsTheyWereBound() throws SQLException {
    connection.setAutoCommit(false);
    insert(1);
    spoil();
    requireRows(1);
    connection.commit();
    requireRows(1);
  }

  @Test
  void arrays_changedAfterAnUpdateAMergeAndAConflict_areStoredAsTheyWereBound()
      throws SQLException {
    connection.setAutoCommit(false);
    for (int id = 1; id <= 3; id++) {
      insert(id);
    }
    change("UPDATE t SET v = ?, b = ? WHERE id = 1");
    change(
        "MERGE INTO t USING (VALUES (2, CAST(? AS VECTOR(3)), CAST(? AS VARBINARY(10))))"
            + " AS s (id, v, b) ON t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET v = s.v, b = s.b");
    change(
        "INSERT INTO t VALUES (3, ?, ?) ON CONFLICT (id) DO UPDATE SET v = EXCLUDED.v,"
            + " b = EXCLUDED.b");
    requireRows(3);
    connection.commit();
    requireRows(3);
  }

  @Test
  void arrays_thatWereRead_changeNothing() throws SQLException {
    connection.setAutoCommit(false);
    insert(1);
    readAndSpoil(); // a row that the transaction holds
    requireRows(1);
    connection.commit();
    readAndSpoil(); // a row in memory
    requireRows(1);
  }

  private void readAndSpoil() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT v, b FROM t")) {
      assertThat(rows.next()).isTrue();
      Arrays.fill((float[]) rows.getObject(1), -1);
      Arrays.fill(rows.getObject(1, FloatBuffer.class).array(), -1);
      Arrays.fill((byte[]) rows.getObject(2), (byte) -1);
      Arrays.fill(rows.getBytes(2), (byte) -1);
    }
  }

  private void insert(int id) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
      bind(insert, id);
      insert.executeUpdate();
    }
  }

  private void bind(PreparedStatement insert, int id) throws SQLException {
    insert.setInt(1, id);
    insert.setObject(2, vector);
    insert.setBytes(3, bytes);
  }

  private void change(String sql) throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      change.setObject(1, vector);
      change.setBytes(2, bytes);
      assertThat(change.executeUpdate()).isEqualTo(1);
    }
    spoil();
    restore();
  }

  private void spoil() {
    Arrays.fill(vector, 99);
    Arrays.fill(bytes, (byte) 99);
  }

  private void restore() {
    System.arraycopy(VECTOR, 0, vector, 0, VECTOR.length);
    System.arraycopy(BYTES, 0, bytes, 0, BYTES.length);
  }

  private void requireRows(int count) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT v, b FROM t ORDER BY id")) {
      for (int i = 0; i < count; i++) {
        assertThat(rows.next()).isTrue();
        assertThat((float[]) rows.getObject(1)).isEqualTo(VECTOR);
        assertThat(rows.getBytes(2)).isEqualTo(BYTES);
      }
      assertThat(rows.next()).isFalse();
    }
  }
}
