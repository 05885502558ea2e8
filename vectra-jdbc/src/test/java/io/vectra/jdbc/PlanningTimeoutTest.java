package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.Sessions;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Planning ends when its statement is canceled or out of time, as running it does. */
class PlanningTimeoutTest {
  /** Planned in some five seconds. */
  private static final int JOINS = 100;

  /**
   * Every row of every table with every row of the others: no machine plans that and counts them in
   * a second.
   */
  private static final String MANY_JOINS = joins(JOINS);

  private static final String FEWER_JOINS = joins(12);

  private static String joins(int count) {
    StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM t t0");
    for (int i = 1; i <= count; i++) {
      sql.append(" JOIN t t").append(i).append(" ON t").append(i).append(".a < 5 + t");
      sql.append(i - 1).append(".a");
    }
    return sql.toString();
  }

  @Test
  void prepare_pastItsDeadline_isCanceled_andCanBeRepeated() {
    try (Database database = Vectra.openInMemory("planning-timeout", OpenOptions.defaults());
        Session session = Sessions.open(database)) {
      run(session, "CREATE TABLE t (a INTEGER)");
      ExecutionControl canceled = ExecutionControl.unlimited();
      canceled.cancel();
      assertEnds(session, canceled, ErrorCode.QUERY_CANCELED);
      assertEnds(session, ExecutionControl.withTimeout(1), ErrorCode.QUERY_TIMEOUT);
      assertThat(run(session, FEWER_JOINS)).isInstanceOf(SqlResult.Rows.class);
    }
  }

  private static void assertEnds(Session session, ExecutionControl control, ErrorCode how) {
    assertThatThrownBy(() -> session.prepare(MANY_JOINS, control))
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(how));
  }

  private static SqlResult run(Session session, String sql) {
    return session.prepare(sql).execute(new Object[0], ExecutionControl.unlimited());
  }

  @Test
  void queryOfManyJoins_withATimeout_endsWithItsSqlState() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:many-joins");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a INTEGER)");
      statement.execute("INSERT INTO t VALUES (1), (2), (3), (4)");
      statement.setQueryTimeout(1);
      assertThatThrownBy(
              () -> {
                try (var rows = statement.executeQuery(MANY_JOINS)) {
                  rows.next();
                }
              })
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }
}
