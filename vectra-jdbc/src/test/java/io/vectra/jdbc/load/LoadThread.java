package io.vectra.jdbc.load;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread of the load: random operations, each checked as far as it can be by itself. */
final class LoadThread {
  /** Serialization conflict, deadlock, lock time-out: try again. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");

  private static final String CANCELED = "57014";
  private static final int KINDS = 4;
  private static final int NEAREST = 5;

  /** Opens connections. */
  interface Source {
    Connection open() throws SQLException;

    /** Whether there are few, so that one is closed after each step. */
    boolean isShort();
  }

  private final int number;
  private final Source source;
  private final Ledger ledger;
  private final ScheduledExecutorService canceler;
  private final Random random;

  /** Numbers of the events of this thread that are there. */
  private final List<Long> own = new ArrayList<>();

  private long nextNumber;
  private Connection connection;

  LoadThread(
      int number, Source source, Ledger ledger, ScheduledExecutorService canceler, long seed) {
    this.number = number;
    this.source = source;
    this.ledger = ledger;
    this.canceler = canceler;
    this.random = new Random(seed + number);
  }

  /** Runs until a moment of {@link System#nanoTime}. */
  void runUntil(long end) throws Exception {
    connection = source.open();
    try {
      while (System.nanoTime() - end < 0) {
        step(Operation.of(random.nextInt(Operation.weights())));
        if (source.isShort()) {
          openConnection();
        }
      }
    } finally {
      connection.close();
    }
  }

  private void step(Operation operation) throws Exception {
    long start = System.nanoTime();
    try {
      run(operation);
      operation.done.increment();
    } catch (SQLException e) {
      boolean canceled =
          CANCELED.equals(e.getSQLState()) && operation.name().startsWith("CANCELED");
      if (!canceled && !CONFLICTS.contains(e.getSQLState())) {
        throw new AssertionError(operation + " failed with " + e.getSQLState(), e);
      }
      (canceled ? operation.canceled : operation.conflicts).increment();
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } finally {
      operation.nanos.add(System.nanoTime() - start);
    }
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
  }

  private void run(Operation operation) throws Exception {
    switch (operation) {
      case READ_ACCOUNT -> readAccount();
      case READ_EVENT -> readEvent();
      case NEAREST -> nearest();
      case JOIN -> join();
      case AGGREGATE -> aggregate();
      case SUM_OF_ACCOUNTS -> requireSum();
      case READ_OWN_EVENTS -> requireOwnEvents();
      case REPEATED_READ -> repeatedRead();
      case INSERT -> insert();
      case INSERT_BATCH -> insertBatch();
      case DELETE -> delete();
      case COUNT_UP -> countUp(false);
      case PUT_WORD -> putWord();
      case TRANSFER -> transfer(false, true);
      case TRANSFER_LOCKED -> transfer(true, true);
      case ROLLED_BACK -> transfer(random.nextBoolean(), false);
      case CANCELED_READ -> canceledRead();
      case CANCELED_COUNT_UP -> countUp(true);
      case DEFINE_OWN_TABLE -> defineOwnTable();
      case OPEN_CONNECTION -> openConnection();
    }
  }

  private void openConnection() throws SQLException {
    connection.close();
    connection = source.open();
    require(connection.getAutoCommit(), "a new connection is not in autocommit");
  }

  private void readAccount() throws SQLException {
    int id = random.nextInt(Ledger.ACCOUNTS);
    long[] row = one("SELECT id, balance FROM accounts WHERE id = ?", id);
    require(row[0] == id, "account " + row[0] + " instead of " + id);
  }

  private void readEvent() throws SQLException {
    if (own.isEmpty()) {
      return;
    }
    long wanted = own.get(random.nextInt(own.size()));
    long[] row =
        one("SELECT thread, number FROM events WHERE thread = ? AND number = ?", number, wanted);
    require(row[0] == number && row[1] == wanted, "event " + row[1] + " instead of " + wanted);
  }

  private void nearest() throws SQLException {
    int kind = random.nextInt(KINDS);
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT kind, VECTOR_DISTANCE(place, ?, EUCLIDEAN) AS d FROM events WHERE kind = ?"
                + " ORDER BY d LIMIT "
                + NEAREST)) {
      query.setObject(1, place());
      query.setInt(2, kind);
      double last = 0;
      int count = 0;
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          require(result.getInt(1) == kind, "an event of another kind is near");
          require(result.getDouble(2) >= last, "near events are in no order");
          last = result.getDouble(2);
          count++;
        }
      }
      require(count <= NEAREST, count + " near events");
    }
  }

  private float[] place() {
    float[] place = new float[8];
    for (int i = 0; i < place.length; i++) {
      place[i] = random.nextFloat();
    }
    return place;
  }

  private void join() throws SQLException {
    long[] row =
        one(
            "SELECT COUNT(*), COALESCE(SUM(a.id - e.account), 0) FROM events e"
                + " JOIN accounts a ON a.id = e.account WHERE e.thread = ?",
            number);
    require(row[0] == own.size(), row[0] + " own events with accounts, not " + own.size());
    require(row[1] == 0, "joined with other accounts");
  }

  private void aggregate() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT kind, COUNT(*), MIN(number), MAX(number) FROM events GROUP BY kind"
                    + " ORDER BY kind")) {
      int last = -1;
      while (result.next()) {
        require(result.getInt(1) > last, "groups are in no order");
        last = result.getInt(1);
        require(result.getLong(3) <= result.getLong(4), "least above greatest");
      }
    }
  }

  /** Transfers leave the sum as it is, in every snapshot. */
  private void requireSum() throws SQLException {
    long[] row = one("SELECT COUNT(*), SUM(balance) FROM accounts");
    require(row[0] == Ledger.ACCOUNTS, row[0] + " accounts");
    require(row[1] == Ledger.ACCOUNTS * Ledger.BALANCE, "the sum of all accounts is " + row[1]);
  }

  /** Nobody else writes them: what was acknowledged is there, and nothing else. */
  private void requireOwnEvents() throws SQLException {
    long[] row =
        one("SELECT COUNT(*), COALESCE(SUM(number), 0) FROM events WHERE thread = ?", number);
    long sum = own.stream().mapToLong(Long::longValue).sum();
    require(
        row[0] == own.size() && row[1] == sum,
        row[0] + " own events of sum " + row[1] + ", not " + own.size() + " of " + sum);
  }

  /** In REPEATABLE READ, two statements see the same. */
  private void repeatedRead() throws SQLException {
    begin(Connection.TRANSACTION_REPEATABLE_READ);
    String sql =
        "SELECT SUM(n), (SELECT SUM(hits) FROM words), (SELECT COUNT(*) FROM events) FROM counters";
    long[] first = one(sql);
    requireSum();
    long[] again = one(sql);
    require(java.util.Arrays.equals(first, again), "a snapshot changed");
    connection.commit();
  }

  private void begin(int isolation) throws SQLException {
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(false);
  }

  private void insert() throws SQLException {
    try (PreparedStatement insert = insertOfEvent()) {
      long event = nextNumber++;
      bind(insert, event);
      require(insert.executeUpdate() == 1, "an insert of another count");
      acknowledged(event);
    }
  }

  private PreparedStatement insertOfEvent() throws SQLException {
    return connection.prepareStatement(
        "INSERT INTO events (thread, number, kind, account, place) VALUES (?, ?, ?, ?, ?)");
  }

  private void bind(PreparedStatement insert, long event) throws SQLException {
    insert.setInt(1, number);
    insert.setLong(2, event);
    insert.setInt(3, random.nextInt(KINDS));
    insert.setInt(4, random.nextInt(Ledger.ACCOUNTS));
    insert.setObject(5, place());
  }

  private void acknowledged(long event) {
    own.add(event);
    ledger.events.incrementAndGet(number);
    ledger.numbers.addAndGet(number, event);
  }

  private void insertBatch() throws SQLException {
    List<Long> events = new ArrayList<>();
    try (PreparedStatement insert = insertOfEvent()) {
      for (int i = 0; i < 20; i++) {
        events.add(nextNumber);
        bind(insert, nextNumber++);
        insert.addBatch();
      }
      require(insert.executeBatch().length == events.size(), "a batch of another count");
      events.forEach(this::acknowledged);
    } catch (BatchUpdateException e) {
      throw new SQLException(e.getMessage(), e.getSQLState(), e);
    }
  }

  private void delete() throws SQLException {
    if (own.isEmpty()) {
      return;
    }
    int index = random.nextInt(own.size());
    long event = own.get(index);
    int count = update("DELETE FROM events WHERE thread = ? AND number = ?", number, event);
    require(count == 1, count + " events deleted");
    own.set(index, own.get(own.size() - 1));
    own.remove(own.size() - 1);
    ledger.events.decrementAndGet(number);
    ledger.numbers.addAndGet(number, -event);
  }

  private void countUp(boolean cancel) throws SQLException {
    int counter = random.nextInt(Ledger.COUNTERS);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE counters SET n = n + 1 WHERE id = ?")) {
      update.setInt(1, counter);
      if (cancel) {
        cancelSoon(update);
      }
      require(update.executeUpdate() == 1, "another count of counters");
    }
    ledger.counters.incrementAndGet(counter);
  }

  private void putWord() throws SQLException {
    int word = random.nextInt(Ledger.WORDS);
    int count =
        update(
            "INSERT INTO words (word, hits) VALUES ('word ' || CAST(? AS VARCHAR), 1)"
                + " ON CONFLICT (word) DO UPDATE SET hits = words.hits + 1",
            word);
    require(count == 1, count + " words put");
    ledger.words.incrementAndGet(word);
  }

  private void transfer(boolean locked, boolean kept) throws SQLException {
    begin(
        random.nextBoolean()
            ? Connection.TRANSACTION_READ_COMMITTED
            : Connection.TRANSACTION_REPEATABLE_READ);
    int from = random.nextInt(Ledger.ACCOUNTS);
    int to = (from + 1 + random.nextInt(Ledger.ACCOUNTS - 1)) % Ledger.ACCOUNTS;
    int amount = 1 + random.nextInt(10);
    if (locked) {
      one("SELECT balance FROM accounts WHERE id = ? FOR UPDATE", from);
      one("SELECT balance FROM accounts WHERE id = ? FOR UPDATE", to);
    }
    update("UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from);
    update("UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to);
    requireSum(); // sees its own writes
    if (kept) {
      connection.commit();
    } else {
      connection.rollback();
    }
  }

  private void canceledRead() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      cancelSoon(statement);
      try (ResultSet result =
          statement.executeQuery(
              "SELECT COUNT(*) FROM events a JOIN events b ON a.number < b.number")) {
        result.next();
      }
    }
  }

  private void cancelSoon(Statement statement) {
    canceler.schedule(
        () -> {
          statement.cancel();
          return null;
        },
        random.nextInt(20_000),
        TimeUnit.MICROSECONDS);
  }

  private void defineOwnTable() throws SQLException {
    String table = "own_" + number;
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, name VARCHAR)");
      statement.execute("INSERT INTO " + table + " VALUES (1, 'one'), (2, 'two')");
      statement.execute("ALTER TABLE " + table + " ADD COLUMN more INTEGER DEFAULT 7");
      statement.execute("CREATE INDEX " + table + "_name ON " + table + " (name)");
      require(one("SELECT SUM(more) FROM " + table)[0] == 14, "another sum of an own table");
      statement.execute("DROP TABLE " + table);
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** The numbers of the one row of a query. */
  private long[] one(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        require(result.next(), "no row of " + sql);
        long[] row = new long[result.getMetaData().getColumnCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = result.getLong(i + 1);
        }
        require(!result.next(), "more than one row of " + sql);
        return row;
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
