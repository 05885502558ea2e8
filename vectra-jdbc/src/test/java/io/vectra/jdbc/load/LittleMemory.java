package io.vectra.jdbc.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The program whose heap is full again and again: threads move amounts between accounts, each with
 * a count of its commits, while another one takes all memory for moments. Prints {@code done} when
 * every account is right at the end.
 */
final class LittleMemory {
  private static final int ACCOUNTS = 50;
  private static final int WRITERS = 3;
  private static final long HELD_MILLIS = 15;
  private static final long FREE_MILLIS = 25;

  /** A class that finds no memory when it is initialized is lost to its JVM: all are, by then. */
  private static final int WARM_TURNS = 60;

  private static final int PIECE = 64 << 10;

  /** What a writer may be told; none of them but 58P03 leaves open whether it was committed. */
  private static final Set<String> EXPECTED = Set.of("53200", "58P03", "40001", "40P01", "57014");

  private static final AtomicInteger FULL = new AtomicInteger();
  private static final AtomicInteger REFUSED = new AtomicInteger();
  private static final AtomicInteger IN_DOUBT = new AtomicInteger();
  private static final AtomicLong COMMITS = new AtomicLong();
  private static volatile boolean ended;
  private static volatile Throwable failure;

  private LittleMemory() {}

  /** URL and milliseconds. */
  public static void main(String[] args) throws Exception {
    String url = args[0];
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      create(connection, sql);
      List<Writer> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(new Writer(url, i));
      }
      for (int turn = 0; turn < WARM_TURNS; turn++) {
        writers.get(turn % WRITERS).work(turn);
      }
      requireClean(connection);
      List<Thread> threads = new ArrayList<>(writers.stream().map(Thread::new).toList());
      threads.add(new Thread(LittleMemory::fillTheHeap));
      threads.forEach(Thread::start);
      Thread.sleep(Long.parseLong(args[1]));
      ended = true;
      for (Thread thread : threads) {
        thread.join();
      }
      if (failure != null) {
        throw new AssertionError(failure);
      }
      check(url, writers);
    }
    try (Connection reopened = DriverManager.getConnection(url)) {
      requireClean(reopened);
    }
    System.out.printf(
        "heap full %d times: %d commits, %d refused, %d in doubt%n",
        FULL.get(), COMMITS.get(), REFUSED.get(), IN_DOUBT.get());
    System.out.println("done");
  }

  private static void create(Connection connection, Statement sql) throws SQLException {
    sql.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, amount INTEGER, v VECTOR(64))");
    sql.execute("CREATE TABLE writer (id INTEGER PRIMARY KEY, commits BIGINT)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO account VALUES (?, 100, ?)")) {
      for (int i = 0; i < ACCOUNTS; i++) {
        insert.setInt(1, i);
        insert.setObject(2, new float[64]);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    for (int i = 0; i < WRITERS; i++) {
      sql.execute("INSERT INTO writer VALUES (" + i + ", 0)");
    }
  }

  private static void fillTheHeap() {
    while (!ended) {
      List<byte[]> pieces = new ArrayList<>();
      try {
        while (true) {
          pieces.add(new byte[PIECE]);
        }
      } catch (OutOfMemoryError e) {
        FULL.incrementAndGet();
      }
      pause(HELD_MILLIS);
      pieces = null;
      pause(FREE_MILLIS);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Moves amounts, and counts. */
  private static final class Writer implements Runnable {
    private final String url;
    private final int id;
    private long acknowledged;
    private long inDoubt;

    Writer(String url, int id) {
      this.url = url;
      this.id = id;
    }

    @Override
    public void run() {
      int turn = 0;
      while (!ended && failure == null) {
        try {
          work(turn++);
        } catch (SQLException e) {
          if (EXPECTED.contains(e.getSQLState())) {
            REFUSED.incrementAndGet();
          } else {
            failure = e;
          }
        } catch (OutOfMemoryError e) {
          REFUSED.incrementAndGet(); // of the test's own code
        } catch (RuntimeException | Error e) {
          failure = e;
        }
      }
    }

    private void work(int turn) throws SQLException {
      try (Connection connection = DriverManager.getConnection(url);
          Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (int i = 0; i < 20 && !ended; i++) {
          int from = (turn * 7 + i * 3 + id) % ACCOUNTS;
          int to = (from + 1 + i) % ACCOUNTS;
          sql.executeUpdate("UPDATE account SET amount = amount - 1 WHERE id = " + from);
          sql.executeUpdate("UPDATE account SET amount = amount + 1 WHERE id = " + to);
          sql.executeUpdate("UPDATE writer SET commits = commits + 1 WHERE id = " + id);
          commit(connection);
        }
      }
    }

    private void commit(Connection connection) throws SQLException {
      boolean known = false;
      try {
        connection.commit();
        acknowledged++;
        known = true;
        COMMITS.incrementAndGet();
      } catch (SQLException e) {
        known = !"58P03".equals(e.getSQLState());
        throw e;
      } finally {
        if (!known) {
          inDoubt++;
          IN_DOUBT.incrementAndGet();
        }
      }
    }
  }

  private static void check(String url, List<Writer> writers) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      sql.execute("UPDATE account SET amount = amount WHERE id = 0"); // heals what has to be healed
      require(number(sql, "SELECT SUM(amount) FROM account") == ACCOUNTS * 100, "the sum");
      for (Writer writer : writers) {
        long found = number(sql, "SELECT commits FROM writer WHERE id = " + writer.id);
        require(
            found >= writer.acknowledged && found <= writer.acknowledged + writer.inDoubt,
            "writer "
                + writer.id
                + " has "
                + found
                + " commits, of "
                + writer.acknowledged
                + " acknowledged and "
                + writer.inDoubt
                + " in doubt");
      }
      requireClean(connection);
    }
  }

  private static void requireClean(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      require(number(sql, "SELECT SUM(amount) FROM account") == ACCOUNTS * 100, "the sum");
      try (ResultSet findings = sql.executeQuery("CALL VECTRA.VERIFY()")) {
        while (findings.next()) {
          require(!"ERROR".equals(findings.getString("SEVERITY")), findings.getString("MESSAGE"));
        }
      }
    }
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("wrong: " + what);
    }
  }
}
