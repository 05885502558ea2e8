package io.vectra.jdbc.shared;

import static io.vectra.jdbc.shared.SharedTables.number;
import static io.vectra.jdbc.shared.SharedTables.require;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process whose threads write to a database that others write too. Each tells what was
 * acknowledged, a line each, before it goes on: {@code history <writer> <number>}, {@code counter
 * <id> <added>}; and at the end {@code done <what> <count>}.
 */
final class SharedWriter {
  static final int THREADS = 4;

  /** One step in that many maintains the database. */
  private static final int MAINTENANCE = 300;

  /** Serialization conflict, deadlock, lock time-out, unique, foreign key. */
  private static final Set<String> EXPECTED = Set.of("40001", "40P01", "23505", "23503");

  private final String url;
  private final int writer;
  private final long end;
  private final Random random;
  private int transfers;
  private int skews;
  private int conflicts;
  private int names;
  private int children;
  private int reads;
  private int maintained;

  private SharedWriter(String url, int writer, long end, long seed) {
    this.url = url;
    this.writer = writer;
    this.end = end;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    int first = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[3]);
    try (Connection connection = DriverManager.getConnection(url)) {
      SharedTables.requireConsistent(connection);
    }
    long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000;
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Callable<Void> work = new SharedWriter(url, first + i, end, seed + i)::run;
        ends.add(threads.submit(work));
      }
      for (Future<Void> each : ends) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private Void run() throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      while (System.nanoTime() - end < 0) {
        connection.setTransactionIsolation(
            random.nextBoolean()
                ? Connection.TRANSACTION_READ_COMMITTED
                : Connection.TRANSACTION_REPEATABLE_READ);
        try {
          if (random.nextInt(MAINTENANCE) == 0) {
            maintain(connection, random.nextInt(4));
          } else {
            step(connection, random.nextInt(10));
          }
        } catch (SQLException e) {
          if (!EXPECTED.contains(String.valueOf(e.getSQLState()))) {
            throw new AssertionError("writer " + writer + ": " + e.getSQLState(), e);
          }
          conflicts++;
          if (!connection.getAutoCommit()) {
            connection.rollback();
          }
        }
        connection.setAutoCommit(true);
      }
    }
    say("done transfers " + transfers);
    say("done skews " + skews);
    say("done conflicts " + conflicts);
    say("done names " + names);
    say("done children " + children);
    say("done reads " + reads);
    say("done maintained " + maintained);
    return null;
  }

  /** Flushes, merges, index builds and definitions, amid what all the others do. */
  private void maintain(Connection connection, int kind) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      switch (kind) {
        case 0 -> statement.execute("CHECKPOINT");
        case 1 -> statement.execute("CALL VECTRA.COMPACT('HISTORY')");
        case 2 -> statement.execute("CALL VECTRA.COMPACT('ACCOUNTS')");
        default -> {
          String table = "own_" + writer;
          statement.execute("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, name VARCHAR)");
          statement.execute("INSERT INTO " + table + " VALUES (1, 'one'), (2, 'two')");
          statement.execute("CREATE INDEX " + table + "_name ON " + table + " (name)");
          require(number(connection, "SELECT SUM(id) FROM " + table), 3, "the sum of an own table");
          statement.execute("DROP TABLE " + table);
        }
      }
    }
    maintained++;
  }

  private void step(Connection connection, int kind) throws SQLException {
    switch (kind) {
      case 0, 1, 2 -> transfer(connection);
      case 3, 4 -> countUp(connection);
      case 5 -> name(connection);
      case 6 -> family(connection);
      case 7 -> duty(connection);
      case 8 -> repeatedRead(connection);
      default -> rolledBack(connection);
    }
  }

  private void transfer(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    int from = random.nextInt(SharedTables.ACCOUNTS);
    int to = (from + 1 + random.nextInt(SharedTables.ACCOUNTS - 1)) % SharedTables.ACCOUNTS;
    int amount = 1 + random.nextInt(20);
    update(connection, "UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from);
    update(connection, "UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to);
    int next = transfers + 1;
    update(
        connection,
        "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?)",
        writer,
        next,
        from,
        to,
        amount,
        new float[] {from, to, amount, random.nextFloat()});
    require(
        number(connection, "SELECT SUM(balance) FROM accounts"),
        (long) SharedTables.ACCOUNTS * SharedTables.BALANCE,
        "the sum within a transfer");
    connection.commit();
    transfers = next;
    say("history " + writer + " " + next);
  }

  /** In autocommit a conflict is run again: no addition gets lost. */
  private void countUp(Connection connection) throws SQLException {
    int id = random.nextInt(SharedTables.COUNTERS);
    int added = 1 + random.nextInt(5);
    update(connection, "UPDATE counters SET n = n + ? WHERE id = ?", added, id);
    say("counter " + id + " " + added);
  }

  private void name(Connection connection) throws SQLException {
    long id = (long) writer * 1_000_000 + names;
    update(
        connection,
        "INSERT INTO names VALUES (?, ?)",
        id,
        "name " + random.nextInt(SharedTables.NAMES));
    names++;
    if (random.nextInt(3) > 0) {
      update(connection, "DELETE FROM names WHERE id = ?", id);
    }
  }

  private void family(Connection connection) throws SQLException {
    int parent = random.nextInt(SharedTables.PARENTS);
    switch (random.nextInt(4)) {
      case 0 -> update(connection, "INSERT INTO parents VALUES (?)", parent);
      case 1 -> update(connection, "DELETE FROM parents WHERE id = ?", parent);
      case 2 -> update(connection, "DELETE FROM children WHERE parent = ?", parent);
      default -> {
        long id = (long) writer * 1_000_000 + children;
        update(connection, "INSERT INTO children VALUES (?, ?)", id, parent);
        children++;
      }
    }
  }

  /** Whoever sees both present may leave: snapshots allow that both do. */
  private void duty(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    int pair = random.nextInt(SharedTables.DUTIES);
    long present = number(connection, "SELECT SUM(present) FROM duties WHERE pair = " + pair);
    if (present == 2) {
      Thread.yield();
      update(
          connection,
          "UPDATE duties SET present = 0 WHERE pair = ? AND side = ?",
          pair,
          random.nextInt(2));
    } else {
      skews += present == 0 ? 1 : 0;
      update(connection, "UPDATE duties SET present = 1 WHERE pair = ?", pair);
    }
    connection.commit();
  }

  private void repeatedRead(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    String sql = "SELECT SUM(n) FROM counters";
    String rows = "SELECT SUM(amount * number) FROM history";
    long first = number(connection, sql);
    long firstRows = number(connection, rows);
    SharedTables.requireConsistent(connection);
    require(number(connection, sql), first, "a repeated read");
    require(number(connection, rows), firstRows, "a repeated read");
    connection.commit();
    reads++;
  }

  /** Nobody ever sees an account of a negative number. */
  private void rolledBack(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    update(connection, "INSERT INTO accounts VALUES (?, 7)", -1 - writer);
    update(
        connection,
        "UPDATE accounts SET balance = balance + 1 WHERE id = ?",
        random.nextInt(SharedTables.ACCOUNTS));
    connection.rollback();
    connection.setAutoCommit(true);
    require(number(connection, "SELECT COUNT(*) FROM accounts WHERE id < 0"), 0, "dirty reads");
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private static void say(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
