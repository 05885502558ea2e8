package io.vectra.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;

/**
 * A session that a pool lends out: each connection that it gives ends the one before, and finds the
 * session as it was when it was opened.
 */
final class VectraPooledConnection implements PooledConnection {
  private final VectraConnection physical;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private final List<StatementEventListener> statementListeners = new CopyOnWriteArrayList<>();
  private @Nullable VectraConnection lent;
  private boolean closed;

  VectraPooledConnection(VectraConnection physical) {
    this.physical = physical;
  }

  @Override
  public Connection getConnection() throws SQLException {
    physical.checkOpen();
    VectraConnection previous = lent;
    lent = null;
    if (previous != null) {
      previous.close();
    }
    VectraConnection next = physical.lend(this);
    lent = next;
    return next;
  }

  /** A connection was closed by the one who had it; the pool is told, and may lend it again. */
  void returned(VectraConnection connection) {
    if (connection == lent) {
      lent = null;
      listeners.forEach(listener -> listener.connectionClosed(new ConnectionEvent(this)));
    }
  }

  /** A connection could not be given back in order; the pool is told to drop it. */
  void failed(SQLException failure) {
    listeners.forEach(
        listener -> listener.connectionErrorOccurred(new ConnectionEvent(this, failure)));
  }

  void closed(PreparedStatement statement) {
    statementListeners.forEach(
        listener -> listener.statementClosed(new StatementEvent(this, statement)));
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    VectraConnection last = lent;
    lent = null;
    if (last != null) {
      last.close();
    }
    physical.close();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void addStatementEventListener(StatementEventListener listener) {
    statementListeners.add(listener);
  }

  @Override
  public void removeStatementEventListener(StatementEventListener listener) {
    statementListeners.remove(listener);
  }
}
