package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of {@link LatencyBench}, on a connection to any database. */
final class Statements implements AutoCloseable {
  static final int K = 10;
  private static final int KNOWN_TEXTS = 50;

  private final Connection connection;
  private final Dataset data;
  private final Statement statement;
  private final PreparedStatement key;

  /** The query vectors as texts, without brackets. */
  private final List<String> literals = new ArrayList<>();

  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable PreparedStatement nearest;

  Statements(Connection connection, Dataset data) throws SQLException {
    this.connection = connection;
    this.data = data;
    this.statement = connection.createStatement();
    this.key = connection.prepareStatement(byKey("?"));
    opened.add(statement);
    opened.add(key);
    for (int i = 0; i < data.queries(); i++) {
      String text = Arrays.toString(data.query(i));
      literals.add(text.substring(1, text.length() - 1));
    }
  }

  private static String byKey(String id) {
    return "SELECT lexname, r FROM items WHERE id = " + id;
  }

  private String near(String vector) {
    return "SELECT id FROM items ORDER BY VECTOR_DISTANCE(embedding, "
        + vector
        + ", "
        + data.metric().name()
        + ") LIMIT "
        + K;
  }

  void keyPrepared(int number) throws SQLException {
    int id = number % data.rows();
    key.setInt(1, id);
    try (ResultSet rows = key.executeQuery()) {
      checkKey(rows, id);
    }
  }

  void keyKnown(int number) throws SQLException {
    int id = number % data.rows();
    try (PreparedStatement known = connection.prepareStatement(byKey("?"))) {
      known.setInt(1, id);
      try (ResultSet rows = known.executeQuery()) {
        checkKey(rows, id);
      }
    }
  }

  void keyLiteral(int number) throws SQLException {
    int id = number % data.rows();
    try (ResultSet rows = statement.executeQuery(byKey(String.valueOf(id)))) {
      checkKey(rows, id);
    }
  }

  /** Never the same text and never the same names; of six forms. */
  void keyStructure(int number) throws SQLException {
    int id = number % data.rows();
    String text =
        switch (number % 6) {
          case 0 -> "SELECT lexname AS l%d, r FROM items WHERE id = %d";
          case 1 -> "SELECT i%d.lexname, i%1$d.r FROM items AS i%1$d WHERE i%1$d.id = %d";
          case 2 -> "SELECT lexname, r AS r%d FROM items WHERE id = %d AND r >= 0";
          case 3 -> "SELECT lexname AS l%d, r, id FROM items WHERE id IN (%d) LIMIT 5";
          case 4 -> "SELECT lexname AS l%d, r FROM items WHERE %d = id ORDER BY id";
          default -> "SELECT lexname AS l%d, r FROM items WHERE id BETWEEN %d AND %2$d";
        };
    try (ResultSet rows = statement.executeQuery(text.formatted(number, id))) {
      checkKey(rows, id);
    }
  }

  void nearestPrepared(int number) throws SQLException {
    PreparedStatement prepared = nearest;
    if (prepared == null) {
      prepared = connection.prepareStatement(near("?"));
      nearest = prepared;
      opened.add(prepared);
    }
    prepared.setObject(1, data.query(number % data.queries()));
    try (ResultSet rows = prepared.executeQuery()) {
      checkNearest(rows);
    }
  }

  void nearestKnown(int number) throws SQLException {
    try (PreparedStatement known = connection.prepareStatement(near("?"))) {
      known.setObject(1, data.query(number % data.queries()));
      try (ResultSet rows = known.executeQuery()) {
        checkNearest(rows);
      }
    }
  }

  /** One of a few texts with the vector in them. */
  void nearestKnownLiteral(int number) throws SQLException {
    String literal = literals.get(number % Math.min(KNOWN_TEXTS, literals.size()));
    try (ResultSet rows = statement.executeQuery(near("'[" + literal + "]'"))) {
      checkNearest(rows);
    }
  }

  /** Never the same text: its first component is another each time, too small to be seen. */
  void nearestLiteral(int number) throws SQLException {
    String literal = literals.get(number % literals.size());
    String never = number + "e-40" + literal.substring(literal.indexOf(','));
    try (ResultSet rows = statement.executeQuery(near("'[" + never + "]'"))) {
      checkNearest(rows);
    }
  }

  void nearestStructure(int number) throws SQLException {
    String text =
        "SELECT id AS i%d FROM items ORDER BY embedding <=> ? LIMIT %d".formatted(number, K);
    try (PreparedStatement prepared = connection.prepareStatement(text)) {
      prepared.setObject(1, data.query(number % data.queries()));
      try (ResultSet rows = prepared.executeQuery()) {
        checkNearest(rows);
      }
    }
  }

  private void checkKey(ResultSet rows, int id) throws SQLException {
    if (!rows.next()
        || !data.category(id).equals(rows.getString(1))
        || data.random(id) != rows.getInt(2)) {
      throw new IllegalStateException("Another row came than " + id + ".");
    }
    if (rows.next()) {
      throw new IllegalStateException("Two rows " + id + " came.");
    }
  }

  private static void checkNearest(ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      rows.getInt(1);
      count++;
    }
    if (count != K) {
      throw new IllegalStateException(count + " rows came in place of " + K + ".");
    }
  }

  @Override
  public void close() throws SQLException {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (SQLException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
