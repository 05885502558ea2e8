package io.vectra.jdbc;

import java.sql.SQLException;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import org.jspecify.annotations.Nullable;

/** A bean from which pools take connections to one URL. */
public final class VectraConnectionPoolDataSource extends UrlSource
    implements ConnectionPoolDataSource {
  @Override
  public PooledConnection getPooledConnection() throws SQLException {
    return new VectraPooledConnection(VectraConnection.open(target()));
  }

  /** User and password are accepted without effect. */
  @Override
  public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getPooledConnection();
  }

  @Override
  public PooledConnectionBuilder createPooledConnectionBuilder() throws SQLException {
    throw SqlExceptions.notSupported("ConnectionPoolDataSource.createPooledConnectionBuilder");
  }
}
