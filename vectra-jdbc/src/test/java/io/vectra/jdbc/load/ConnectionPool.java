package io.vectra.jdbc.load;

import io.vectra.jdbc.VectraConnectionPoolDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;

/** As small a pool as can be: whoever wants a connection waits for one. Thread-safe. */
final class ConnectionPool implements LoadThread.Source, AutoCloseable {
  private final List<PooledConnection> all = new ArrayList<>();
  private final BlockingQueue<PooledConnection> free = new LinkedBlockingQueue<>();

  ConnectionPool(String url, int size) throws SQLException {
    VectraConnectionPoolDataSource source = new VectraConnectionPoolDataSource();
    source.setUrl(url);
    for (int i = 0; i < size; i++) {
      PooledConnection connection = source.getPooledConnection();
      connection.addConnectionEventListener(new GivenBack(connection));
      all.add(connection);
      free.add(connection);
    }
  }

  /** A connection, which goes back when it is closed. */
  @Override
  public Connection open() throws SQLException {
    try {
      return free.take().getConnection();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a connection", e);
    }
  }

  @Override
  public boolean isShort() {
    return true;
  }

  @Override
  public void close() throws SQLException {
    for (PooledConnection each : all) {
      each.close();
    }
  }

  private final class GivenBack implements ConnectionEventListener {
    private final PooledConnection connection;

    GivenBack(PooledConnection connection) {
      this.connection = connection;
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
      free.add(connection);
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      throw new AssertionError("a pooled connection broke", event.getSQLException());
    }
  }
}
