package io.vectra.jdbc.load;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Writes a large table, or reads it to the end in every way that streams, and in those that have to
 * hold more than the JVM has room for. Prints what it found; what is wrong ends it.
 */
final class LargeResults {
  static final String WRITE = "write";
  static final String STREAM = "stream";
  static final String HOLD = "hold";

  private static final int SMALL_ROWS = 100;
  private static final int BATCH = 10_000;

  /** How many times in one reading the heap is looked at. */
  private static final int LOOKS = 4;

  private final String url;
  private final long rows;

  private LargeResults(String url, long rows) {
    this.url = url;
    this.rows = rows;
  }

  /** Arguments: what to do, a URL, and how many rows. */
  public static void main(String[] arguments) throws SQLException {
    LargeResults program = new LargeResults(arguments[1], Long.parseLong(arguments[2]));
    switch (arguments[0]) {
      case WRITE -> program.write();
      case STREAM -> program.stream();
      case HOLD -> program.hold();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** A value that is in no order, and different for each row: odd factors lose nothing. */
  private static long mixed(long id) {
    return (id * 0x9E3779B97F4A7C15L) >>> 1;
  }

  private static int group(long id) {
    return (int) (id % SMALL_ROWS);
  }

  private void write() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE big (id BIGINT PRIMARY KEY, g INTEGER NOT NULL, v BIGINT NOT NULL)");
      statement.execute("CREATE TABLE small (g INTEGER PRIMARY KEY, name VARCHAR)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO small VALUES (?, ?)")) {
        for (int g = 0; g < SMALL_ROWS; g++) {
          insert.setInt(1, g);
          insert.setString(2, "group " + g);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO big VALUES (?, ?, ?)")) {
        for (long id = 0; id < rows; id++) {
          insert.setLong(1, id);
          insert.setInt(2, group(id));
          insert.setLong(3, mixed(id));
          insert.addBatch();
          if (id % BATCH == BATCH - 1 || id == rows - 1) {
            insert.executeBatch();
          }
        }
      }
    }
  }

  /**
   * A query that streams.
   *
   * @param count of its rows, of those of the table
   * @param value the last column, of the row of an id
   */
  private record Streamed(String sql, long count, LongUnaryOperator value) {}

  private void stream() throws SQLException {
    long few = rows / 20;
    LongUnaryOperator v = LargeResults::mixed;
    Map<String, Streamed> queries = new LinkedHashMap<>();
    queries.put("scan", new Streamed("SELECT id, v FROM big", rows, v));
    queries.put(
        "scan with WHERE",
        new Streamed("SELECT id, v FROM big WHERE g < 50 AND v <> 7", rows / 2, v));
    queries.put(
        "scan in the order of the key",
        new Streamed("SELECT id, v FROM big ORDER BY id LIMIT " + few, few, v));
    queries.put(
        "functions",
        new Streamed(
            "SELECT id, ABS(v) + CHAR_LENGTH(CAST(g AS VARCHAR)) - "
                + "CHAR_LENGTH(CAST(g AS VARCHAR)) FROM big",
            rows,
            v));
    queries.put(
        "join",
        new Streamed("SELECT b.id, s.name, b.v FROM big b JOIN small s ON b.g = s.g", rows, v));
    queries.put(
        "UNION ALL",
        new Streamed("SELECT id, v FROM big UNION ALL SELECT id, v FROM big", 2 * rows, v));
    queries.put(
        "semi-join",
        new Streamed(
            "SELECT id, v FROM big WHERE g IN (SELECT g FROM small WHERE name < 'group 5')",
            rows / 100 * 45, // group 0 to 4, and 10 to 49
            v));
    try (Connection connection = DriverManager.getConnection(url)) {
      for (Map.Entry<String, Streamed> query : queries.entrySet()) {
        read(connection, query.getKey(), query.getValue());
      }
      aggregate(connection);
      twoAtOnce(connection);
      closeEarly(connection);
    }
  }

  private void read(Connection connection, String name, Streamed query) throws SQLException {
    long start = System.nanoTime();
    long count = 0;
    long sum = 0;
    long expected = 0;
    long[] heap = new long[LOOKS];
    int looks = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1_000);
      try (ResultSet result = statement.executeQuery(query.sql)) {
        int last = result.getMetaData().getColumnCount();
        while (result.next()) {
          sum += result.getLong(last) * 31 + 1;
          expected += query.value.applyAsLong(result.getLong(1)) * 31 + 1;
          if (++count == query.count * (looks + 1) / (LOOKS + 1) && looks < LOOKS) {
            heap[looks++] = usedHeap();
          }
        }
      }
    }
    require(count == query.count, name + " gave " + count + " rows, not " + query.count);
    require(sum == expected, name + " gave other values");
    long most = 0;
    for (long used : heap) {
      most = Math.max(most, used);
    }
    System.out.printf(
        "streamed %s: %,d rows, %,d ms, heap of %,d to %,d KiB%n",
        name, count, (System.nanoTime() - start) / 1_000_000, heap[0] >> 10, most >> 10);
    require(most < heap[0] + (8 << 20), name + " held more and more: " + List.of(heap[0], most));
  }

  /** Few groups of many rows take little memory. */
  private void aggregate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT g, COUNT(*), SUM(id) FROM big GROUP BY g")) {
      long groups = 0;
      long sum = 0;
      while (result.next()) {
        groups++;
        sum += result.getLong(3);
      }
      require(groups == SMALL_ROWS, groups + " groups");
      require(sum == rows * (rows - 1) / 2, "the groups' sum is " + sum);
    }
    System.out.println("streamed aggregate of few groups");
  }

  /** In autocommit too, two results of one connection are read in turn. */
  private void twoAtOnce(Connection connection) throws SQLException {
    try (Statement one = connection.createStatement();
        Statement other = connection.createStatement();
        ResultSet ids = one.executeQuery("SELECT id FROM big");
        ResultSet values = other.executeQuery("SELECT id, v + g FROM big WHERE g >= 0")) {
      for (long i = 0; i < rows; i++) {
        require(ids.next() && values.next(), "a result ended at row " + i);
        require(ids.getLong(1) == values.getLong(1), "rows differ at " + i);
      }
      require(!ids.next() && !values.next(), "a result did not end");
    }
    System.out.println("streamed two results in turn");
  }

  /** What is closed after its first row frees what it read from. */
  private void closeEarly(Connection connection) throws SQLException {
    for (String sql :
        List.of("SELECT id FROM big", "SELECT b.id FROM big b JOIN small s ON b.g = s.g")) {
      for (int i = 0; i < 50; i++) {
        try (Statement statement = connection.createStatement();
            ResultSet result = statement.executeQuery(sql)) {
          require(result.next(), "no row");
        }
      }
    }
    System.out.println("streamed first rows");
  }

  /** Statements that have to hold more than there is room for. */
  private void hold() throws SQLException {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("sort", "SELECT id, v FROM big ORDER BY v");
    queries.put("sort of two columns", "SELECT id, g, v FROM big ORDER BY g DESC, v");
    queries.put("sort with a large limit", "SELECT id, v FROM big ORDER BY v LIMIT " + rows / 2);
    queries.put("groups", "SELECT v, COUNT(*) FROM big GROUP BY v");
    queries.put("groups by two columns", "SELECT v, g, SUM(id) FROM big GROUP BY v, g");
    queries.put("grouping sets", "SELECT v, g, COUNT(*) FROM big GROUP BY ROLLUP (v, g)");
    queries.put("distinct values", "SELECT DISTINCT v, g FROM big");
    queries.put("count of distinct values", "SELECT COUNT(DISTINCT v) FROM big");
    queries.put("join", "SELECT a.id FROM big a JOIN big b ON a.v = b.v + 1");
    queries.put("full join", "SELECT a.id FROM big a FULL JOIN big b ON a.v = b.v + 1");
    queries.put("join on a condition", "SELECT a.id FROM big a JOIN big b ON b.v < a.g");
    queries.put("semi-join", "SELECT id FROM big WHERE v IN (SELECT v + 1 FROM big)");
    queries.put(
        "anti-join",
        "SELECT id FROM big a WHERE NOT EXISTS (SELECT 1 FROM big b WHERE b.v = a.v + 1)");
    queries.put("UNION", "SELECT v FROM big UNION SELECT v + 1 FROM big");
    queries.put("INTERSECT", "SELECT v FROM big INTERSECT SELECT v FROM big");
    queries.put("EXCEPT", "SELECT v FROM big EXCEPT SELECT v + 1 FROM big");
    queries.put("window", "SELECT id, ROW_NUMBER() OVER (ORDER BY v) FROM big");
    queries.put("window with partitions", "SELECT id, SUM(v) OVER (PARTITION BY v) FROM big");
    queries.put(
        "scalar sub-query",
        "SELECT (SELECT MAX(c) FROM (SELECT COUNT(*) c FROM big GROUP BY v) t) FROM small");
    queries.put("update of all rows", "UPDATE big SET g = g + 1");
    queries.put("delete of all rows", "DELETE FROM big WHERE v >= 0");
    queries.put("copy of all rows", "INSERT INTO copy SELECT id, g, v FROM big");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE copy (id BIGINT PRIMARY KEY, g INTEGER, v BIGINT)");
      for (Map.Entry<String, String> query : queries.entrySet()) {
        String refused = refused(statement, query.getValue());
        System.out.println("held " + query.getKey() + ": " + refused);
        // Everything that was held has been given back: what needs little has room.
        try (ResultSet result =
            statement.executeQuery("SELECT g, COUNT(*) FROM small GROUP BY g ORDER BY g")) {
          require(result.next(), "no row after " + query.getKey());
        }
      }
    }
  }

  private static String refused(Statement statement, String sql) {
    try {
      if (!statement.execute(sql)) {
        return "not refused, " + statement.getUpdateCount() + " rows changed";
      }
      long count = 0;
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          count++;
        }
      }
      return "not refused, " + count + " rows";
    } catch (SQLException e) {
      String by = e.getCause() instanceof OutOfMemoryError ? " by the JVM" : "";
      return e.getSQLState() + by;
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
