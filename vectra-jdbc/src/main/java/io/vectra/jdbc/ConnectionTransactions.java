package io.vectra.jdbc;

import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.TransactionModes;
import io.vectra.engine.error.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a connection, one after the other: their modes, savepoints, and the results
 * that end with them.
 */
final class ConnectionTransactions {
  private final Session session;
  private final Set<VectraResultSet> results = ConcurrentHashMap.newKeySet();
  private int savepoints;

  /** Counts ended transactions, since the session numbers savepoints anew in each. */
  private long number;

  ConnectionTransactions(Session session) {
    this.session = session;
  }

  /** The transaction that is open or comes next, counted from 0. */
  long number() {
    return number;
  }

  void opened(VectraResultSet result) {
    results.add(result);
  }

  void closed(VectraResultSet result) {
    results.remove(result);
  }

  /** Closes the results that end with their transaction. */
  private void closeResults() throws SQLException {
    for (VectraResultSet result : List.copyOf(results)) {
      if (!result.isHeld()) {
        result.close();
      }
    }
  }

  private static void run(Runnable step) throws SQLException {
    try {
      step.run();
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
  }

  private void checkNoAutoCommit(String what) throws SQLException {
    if (session.autoCommit()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_TRANSACTION_STATE,
          what
              + (session.inTransaction()
                  ? " needs autocommit to be off; what BEGIN began ends with the statement COMMIT"
                      + " or ROLLBACK."
                  : " needs autocommit to be off; call setAutoCommit(false)."));
    }
  }

  boolean autoCommit() {
    return session.autoCommit();
  }

  /** Turning autocommit on commits; to what it is already, nothing happens. */
  void setAutoCommit(boolean autoCommit) throws SQLException {
    if (autoCommit != session.autoCommit()) {
      end(() -> session.setAutoCommit(autoCommit));
    }
  }

  void commit() throws SQLException {
    checkNoAutoCommit("commit()");
    end(session::commit);
  }

  void rollback() throws SQLException {
    checkNoAutoCommit("rollback()");
    end(session::rollback);
  }

  private void end(Runnable step) throws SQLException {
    closeResults();
    number++;
    run(step);
  }

  Savepoint savepoint(@Nullable String name) throws SQLException {
    checkNoAutoCommit("A savepoint");
    try {
      return new VectraSavepoint(this, session.savepoint(), ++savepoints, name);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  void rollbackTo(@Nullable Savepoint savepoint) throws SQLException {
    checkNoAutoCommit("rollback(Savepoint)");
    int position = VectraSavepoint.of(this, savepoint).position();
    closeResults();
    run(() -> session.rollbackTo(position));
  }

  void release(@Nullable Savepoint savepoint) throws SQLException {
    checkNoAutoCommit("releaseSavepoint");
    int position = VectraSavepoint.of(this, savepoint).position();
    run(() -> session.release(position));
  }

  boolean readOnly() {
    return session.transactionModes().readOnly();
  }

  void setReadOnly(boolean only) throws SQLException {
    run(() -> session.setTransactionModes(session.transactionModes().with(only)));
  }

  /** The isolation of transactions to come, as a constant of {@link Connection}. */
  int isolation() {
    return switch (session.transactionModes().isolation()) {
      case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
    };
  }

  void setIsolation(int level) throws SQLException {
    TransactionModes.Isolation isolation =
        switch (level) {
          case Connection.TRANSACTION_READ_UNCOMMITTED, Connection.TRANSACTION_READ_COMMITTED ->
              TransactionModes.Isolation.READ_COMMITTED;
          case Connection.TRANSACTION_REPEATABLE_READ -> TransactionModes.Isolation.REPEATABLE_READ;
          case Connection.TRANSACTION_SERIALIZABLE ->
              throw SqlExceptions.notSupported("Isolation SERIALIZABLE");
          default ->
              throw SqlExceptions.of(
                  ErrorCode.INVALID_PARAMETER,
                  level + " is not an isolation level that can be set.");
        };
    session.setTransactionModes(session.transactionModes().with(isolation));
  }
}
