package io.vectra.bench.insert;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A database through its JDBC driver. */
final class SqlTarget implements InsertTarget {
  private static final String INSERT =
      "INSERT INTO items (id, title, r, embedding) VALUES (?, ?, ?, ?)";

  private final Dialect dialect;
  private final Path directory;
  private final InsertRows rows;

  /** Keeps the database open, and makes the table. */
  private final Connection owner;

  /** Connects to the database in a directory. */
  interface Connector {
    Connection connect(Path directory) throws SQLException;
  }

  /** Binds the vector of a row, as the fourth parameter. */
  interface VectorBinding {
    void bind(PreparedStatement insert, InsertRows rows, long id) throws SQLException;
  }

  /**
   * What differs between systems.
   *
   * @param settings statements that each connection begins with
   * @param columnTypes of the key, the text and the vector, with the dimensions as a format
   */
  record Dialect(
      Connector connector, List<String> settings, String columnTypes, VectorBinding vectors) {}

  SqlTarget(Dialect dialect, Path directory, InsertRows rows) throws SQLException {
    this.dialect = dialect;
    this.directory = directory;
    this.rows = rows;
    this.owner = connect();
    try (Statement statement = owner.createStatement()) {
      statement.execute(
          "CREATE TABLE items (" + dialect.columnTypes().formatted(rows.dimensions()) + ")");
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = dialect.connector().connect(directory);
    try (Statement statement = connection.createStatement()) {
      for (String setting : dialect.settings()) {
        statement.execute(setting);
      }
    }
    return connection;
  }

  @Override
  public InsertSession session() throws SQLException {
    Connection connection = connect();
    return new SqlSession(connection, connection.prepareStatement(INSERT));
  }

  @Override
  public void close() throws SQLException {
    owner.close();
  }

  /** One row commits itself; several are a batch in a transaction. */
  private final class SqlSession implements InsertSession {
    private final Connection connection;
    private final PreparedStatement insert;

    SqlSession(Connection connection, PreparedStatement insert) {
      this.connection = connection;
      this.insert = insert;
    }

    @Override
    public void insert(long firstId, int count) throws SQLException {
      if (count == 1) {
        bind(firstId);
        insert.executeUpdate();
        return;
      }
      if (connection.getAutoCommit()) {
        connection.setAutoCommit(false);
      }
      for (long id = firstId; id < firstId + count; id++) {
        bind(id);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }

    private void bind(long id) throws SQLException {
      insert.setLong(1, id);
      insert.setString(2, rows.title(id));
      insert.setInt(3, rows.number(id));
      dialect.vectors().bind(insert, rows, id);
    }

    @Override
    public void close() throws SQLException {
      insert.close();
      connection.close();
    }
  }
}
