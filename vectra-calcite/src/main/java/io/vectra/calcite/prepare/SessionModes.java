package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.SqlTransactionModes;
import io.vectra.calcite.prepare.TransactionModes.Isolation;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.jspecify.annotations.Nullable;

/** The modes of a session's transactions: of the open one, of the next, of all that follow. */
final class SessionModes {
  private final boolean readOnlyDatabase;
  private TransactionModes following;
  private @Nullable TransactionModes next;
  private @Nullable TransactionModes open;

  /** Whether the open transaction has run no statement yet. */
  private boolean untouched;

  SessionModes(boolean readOnlyDatabase) {
    this.readOnlyDatabase = readOnlyDatabase;
    this.following = TransactionModes.DEFAULT.with(readOnlyDatabase);
  }

  /** Those of all transactions to come of which nothing else is said. */
  TransactionModes following() {
    return following;
  }

  void setFollowing(TransactionModes modes) {
    following = allowed(modes);
  }

  /** Those that hold for the next statement. */
  TransactionModes current() {
    return open != null ? open : next != null ? next : following;
  }

  /** Modes as a statement says them; what it leaves open stays. */
  void set(SqlTransactionModes statement) {
    switch (statement.scope()) {
      case SESSION -> following = allowed(with(following, statement.modes()));
      case BEGIN -> next = allowed(with(current(), statement.modes()));
      case TRANSACTION -> {
        TransactionModes modes = allowed(with(current(), statement.modes()));
        if (open == null) {
          next = modes;
        } else if (untouched) {
          open = modes;
        } else {
          throw new VectraException(
              ErrorCode.INVALID_TRANSACTION_STATE,
              "SET TRANSACTION must stand before the first statement of its transaction; COMMIT or"
                  + " ROLLBACK, then set it.");
        }
      }
    }
  }

  private static TransactionModes with(TransactionModes modes, SqlTransactionModes.Modes said) {
    TransactionModes result = modes;
    Boolean each = said.statementSnapshots();
    if (each != null) {
      result = result.with(each ? Isolation.READ_COMMITTED : Isolation.REPEATABLE_READ);
    }
    Boolean only = said.readOnly();
    return only == null ? result : result.with(only);
  }

  private TransactionModes allowed(TransactionModes modes) {
    if (readOnlyDatabase && !modes.readOnly()) {
      throw new VectraException(
          ErrorCode.READ_ONLY,
          "The database was opened with readOnly=true; open it again without.");
    }
    return modes;
  }

  /** A transaction begins. */
  void begun() {
    open = current();
    next = null;
    untouched = true;
  }

  /** Whether the open transaction has run no statement yet. */
  boolean isUntouched() {
    return untouched;
  }

  /** The open transaction runs a statement; tells whether it is its first. */
  boolean runsFirst() {
    boolean first = untouched;
    untouched = false;
    return first;
  }

  /** The open transaction, if there is one, has ended. */
  void ended() {
    open = null;
  }
}
