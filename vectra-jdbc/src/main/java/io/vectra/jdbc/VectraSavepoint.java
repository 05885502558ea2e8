package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A point of the open transaction to roll back to. */
final class VectraSavepoint implements Savepoint {
  private final ConnectionTransactions transactions;
  private final long transaction;
  private final int position;
  private final int id;
  private final @Nullable String name;

  VectraSavepoint(
      ConnectionTransactions transactions, int position, int id, @Nullable String name) {
    this.transactions = transactions;
    this.transaction = transactions.number();
    this.position = position;
    this.id = id;
    this.name = name;
  }

  static VectraSavepoint of(ConnectionTransactions transactions, @Nullable Savepoint savepoint)
      throws SQLException {
    if (savepoint instanceof VectraSavepoint own
        && own.transactions == transactions
        && own.transaction == transactions.number()) {
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
