package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that scroll stand where H2's stand after the same moves. */
class ScrollableResultSetTest {
  private static final String ROWS =
      "SELECT id, name FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')) t(id, name)"
          + " WHERE id <= %d ORDER BY id";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void moves_inAnyOrder_standWhereH2Stands(int count) throws SQLException {
    long seed = 20_240 + count;
    try (Connection vectra = DriverManager.getConnection("jdbc:vectra:memory:scroll");
        Connection h2 = DriverManager.getConnection("jdbc:h2:mem:scroll");
        ResultSet ours = scrolling(vectra).executeQuery(ROWS.formatted(count));
        ResultSet theirs = scrolling(h2).executeQuery(ROWS.formatted(count))) {
      Random moves = new Random(seed);
      Random same = new Random(seed);
      List<String> found = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        found.add(move(ours, moves));
        expected.add(move(theirs, same));
      }
      assertThat(found).as("seed " + seed).isEqualTo(expected);
    }
  }

  private static Statement scrolling(Connection connection) throws SQLException {
    return connection.createStatement(
        ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
  }

  private static String move(ResultSet rows, Random random) throws SQLException {
    int choice = random.nextInt(9);
    int distance = random.nextInt(15) - 7;
    Object moved =
        switch (choice) {
          case 0 -> rows.next();
          case 1 -> rows.previous();
          case 2 -> rows.first();
          case 3 -> rows.last();
          case 4 -> rows.absolute(distance);
          case 5 -> rows.relative(distance);
          case 6 -> {
            rows.beforeFirst();
            yield "beforeFirst";
          }
          case 7 -> {
            rows.afterLast();
            yield "afterLast";
          }
          default -> "stayed";
        };
    return "%d(%d) %s: %s %s %s %s %d %s"
        .formatted(
            choice,
            distance,
            moved,
            rows.isBeforeFirst(),
            rows.isFirst(),
            rows.isLast(),
            rows.isAfterLast(),
            rows.getRow(),
            value(rows));
  }

  private static String value(ResultSet rows) {
    try {
      return rows.getString("name");
    } catch (SQLException e) {
      return "no row";
    }
  }

  @Test
  void maxRows_limitsWhereTheLastRowIs() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:scroll");
        Statement statement = scrolling(connection)) {
      statement.setMaxRows(2);
      ResultSet rows = statement.executeQuery(ROWS.formatted(5));
      assertThat(rows.last()).isTrue();
      assertThat(rows.getRow()).isEqualTo(2);
    }
  }

  @Test
  void forwardOnly_isBeforeFirst_tellsWhetherThereAreRows() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:scroll");
        Statement statement = connection.createStatement()) {
      ResultSet none = statement.executeQuery(ROWS.formatted(0));
      assertThat(none.isBeforeFirst()).isFalse();
      assertThat(none.next()).isFalse();
      ResultSet one = statement.executeQuery(ROWS.formatted(1));
      assertThat(one.isBeforeFirst()).isTrue();
      assertThat(one.isBeforeFirst()).isTrue();
      assertThat(one.next()).isTrue();
      assertThat(one.getString(2)).isEqualTo("a");
      assertThat(one.isBeforeFirst()).isFalse();
      assertThat(one.next()).isFalse();
      assertThatThrownBy(one::previous).hasMessageContaining("TYPE_SCROLL_INSENSITIVE");
    }
  }

  @Test
  void commit_closesResultsUnlessTheyAreHeld() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:held");
        Statement closing = connection.createStatement();
        Statement holding =
            connection.createStatement(
                ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.CONCUR_READ_ONLY,
                ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
      connection.setAutoCommit(false);
      ResultSet closed = closing.executeQuery(ROWS.formatted(3));
      ResultSet held = holding.executeQuery(ROWS.formatted(3));
      assertThat(held.next()).isTrue();
      connection.commit();
      assertThat(closed.isClosed()).isTrue();
      assertThat(held.next()).isTrue();
      assertThat(held.getString(2)).isEqualTo("b");
      assertThat(held.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }
  }
}
