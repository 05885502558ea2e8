package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that a pool lends out again and again. */
class PooledConnectionTest implements ConnectionEventListener, StatementEventListener {
  private final List<String> events = new ArrayList<>();
  private PooledConnection pooled;

  @BeforeEach
  void open() throws SQLException {
    VectraConnectionPoolDataSource source = new VectraConnectionPoolDataSource();
    source.setUrl("jdbc:vectra:memory:pooled");
    pooled = source.getPooledConnection();
    pooled.addConnectionEventListener(this);
    pooled.addStatementEventListener(this);
  }

  @AfterEach
  void close() throws SQLException {
    pooled.close();
  }

  @Override
  public void connectionClosed(ConnectionEvent event) {
    events.add("closed");
  }

  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {
    events.add("error " + event.getSQLException());
  }

  @Override
  public void statementClosed(StatementEvent event) {
    events.add("statement closed");
  }

  @Override
  public void statementErrorOccurred(StatementEvent event) {
    events.add("statement error");
  }

  @Test
  void close_ofALentConnection_rollsBackAndRestoresTheSession() throws SQLException {
    try (Connection lent = pooled.getConnection();
        Statement statement = lent.createStatement()) {
      statement.execute("CREATE TABLE t (a INT)");
      statement.execute("CREATE SCHEMA other");
      statement.execute("SET ef_search = 400");
      lent.setSchema("OTHER");
      lent.setAutoCommit(false);
      lent.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      statement.execute("INSERT INTO public.t VALUES (1)");
    }
    assertThat(events).containsExactly("closed");
    try (Connection next = pooled.getConnection();
        Statement statement = next.createStatement()) {
      assertThat(next.getAutoCommit()).isTrue();
      assertThat(next.getSchema()).isEqualTo("PUBLIC");
      assertThat(next.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(Answers.rows(statement, "SHOW ef_search")).doesNotContain("400");
      assertThat(Answers.rows(statement, "SELECT COUNT(*) FROM t")).containsExactly("0");
    }
  }

  @Test
  void getConnection_whileOneIsLent_endsThatOneWithoutTellingThePool() throws SQLException {
    Connection first = pooled.getConnection();
    Connection second = pooled.getConnection();
    assertThat(first.isClosed()).isTrue();
    assertThat(events).isEmpty();
    first.close();
    assertThat(second.isValid(1)).isTrue();
    second.close();
    assertThat(events).containsExactly("closed");
  }

  @Test
  void preparedStatement_closed_tellsItsListeners() throws SQLException {
    try (Connection lent = pooled.getConnection()) {
      PreparedStatement statement = lent.prepareStatement("SELECT 1");
      assertThat(statement.getConnection()).isSameAs(lent);
      statement.close();
      statement.close();
      assertThat(events).containsExactly("statement closed");
    }
  }

  @Test
  void close_ofThePooledConnection_closesWhatIsLent() throws SQLException {
    Connection lent = pooled.getConnection();
    pooled.close();
    pooled.close();
    assertThat(lent.isClosed()).isTrue();
    assertThatThrownBy(pooled::getConnection).hasFieldOrPropertyWithValue("SQLState", "08003");
  }
}
