package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A point of the open transaction to roll back to. */
final class VectraSavepoint implements Savepoint {
  private final VectraConnection connection;
  private final long transaction;
  private final int position;
  private final int id;
  private final @Nullable String name;

  VectraSavepoint(VectraConnection connection, int position, int id, @Nullable String name) {
    this.connection = connection;
    this.transaction = connection.transaction();
    this.position = position;
    this.id = id;
    this.name = name;
  }

  static VectraSavepoint of(VectraConnection connection, @Nullable Savepoint savepoint)
      throws SQLException {
    if (savepoint instanceof VectraSavepoint own
        && own.connection == connection
        && own.transaction == connection.transaction()) {
      return own;
    }
    throw SqlExceptions.of(
        ErrorCode.UNKNOWN_SAVEPOINT,
        "The savepoint is not of the open transaction of this connection.");
  }

  int position() {
    return position;
  }

  @Override
  public int getSavepointId() throws SQLException {
    if (name != null) {
      throw SqlExceptions.of(
          ErrorCode.UNKNOWN_SAVEPOINT, "Savepoint " + name + " has a name, no id.");
    }
    return id;
  }

  @Override
  public String getSavepointName() throws SQLException {
    if (name == null) {
      throw SqlExceptions.of(
          ErrorCode.UNKNOWN_SAVEPOINT, "Savepoint " + id + " has an id, no name.");
    }
    return name;
  }
}
