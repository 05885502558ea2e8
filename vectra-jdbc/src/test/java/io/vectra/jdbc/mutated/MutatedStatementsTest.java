package io.vectra.jdbc.mutated;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Spoiled statements are answered, or refused with a SQLSTATE and a message; nothing else is
 * thrown, nothing is called internal, and nothing hangs.
 *
 * <p>To replay: <code>-Dvectra.seed=S</code>; <code>-Dvectra.mutated.statements=1000000</code>
 * looks longer.
 */
class MutatedStatementsTest {
  private static final long SEED = Long.getLong("vectra.seed", 20_262);
  private static final int STATEMENTS = Integer.getInteger("vectra.mutated.statements", 10_000);

  /** Tables change with what mutants do to them, and are made again after so many statements. */
  private static final int STATEMENTS_OF_A_DATABASE = 200;

  private static final int TIMEOUT_SECONDS = 10;
  private static final long MOST_ROWS = 10_000;
  private static final Object[] VALUES = {
    1, "a", "[1,0,0]", null, 2.5, true, new float[] {1, 2, 3}
  };

  private final Random random = new Random(SEED);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> defects = new ArrayList<>();

  @Test
  @Timeout(1_800)
  void statement_spoiledAnyhow_isAnsweredOrRefusedWithACode() throws SQLException {
    List<String> corpus = StatementCorpus.all();
    StatementMutator mutator = new StatementMutator(random, corpus);
    for (int first = 0; first < STATEMENTS; first += STATEMENTS_OF_A_DATABASE) {
      try (Connection connection =
          DriverManager.getConnection("jdbc:vectra:memory:mutated-" + first)) {
        for (String sql : StatementCorpus.TABLES) {
          run(connection, sql);
        }
        for (int i = first; i < Math.min(STATEMENTS, first + STATEMENTS_OF_A_DATABASE); i++) {
          spoil(connection, mutator.mutate(corpus.get(random.nextInt(corpus.size()))), i);
        }
      }
    }
    System.out.printf(
        "mutated statements: seed %d, %d statements, %s%n", SEED, STATEMENTS, outcomes);
    assertThat(defects).as("seed %d", SEED).isEmpty();
    assertThat(outcomes.get("answered")).as("mutants that are good SQL").isPositive();
  }

  private void spoil(Connection connection, String sql, int number) {
    String outcome;
    try {
      answer(connection, sql);
      outcome = "answered";
    } catch (SQLException e) {
      String state = e.getSQLState();
      boolean told =
          state != null
              && state.matches("[0-9A-Z]{5}")
              && e.getMessage() != null
              && !e.getMessage().isBlank();
      outcome = told ? state : "no code";
      if (!told || state.startsWith("XX") || state.equals("57014")) {
        defects.add("statement " + number + ": " + e.getSQLState() + " " + e + " of " + sql);
      }
    } catch (Throwable e) {
      outcome = e.getClass().getSimpleName();
      defects.add("statement " + number + ": " + e + " of " + sql);
    }
    outcomes.merge(outcome, 1, Integer::sum);
  }

  private void answer(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        bind(statement, i, VALUES[random.nextInt(VALUES.length)]);
      }
      if (statement.execute()) {
        try (ResultSet rows = statement.getResultSet()) {
          read(rows);
        }
      }
    }
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else {
      statement.setObject(index, value);
    }
  }

  private static void read(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    for (long row = 0; row < MOST_ROWS && rows.next(); row++) {
      for (int i = 1; i <= columns; i++) {
        rows.getObject(i);
        rows.getString(i);
      }
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
