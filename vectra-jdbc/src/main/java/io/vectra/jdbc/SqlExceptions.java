package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import org.jspecify.annotations.Nullable;

/** Turns failures of the database into the subclass of SQLException that JDBC foresees for them. */
public final class SqlExceptions {
  private static final String OBJECT_CLOSED = "55000";

  private SqlExceptions() {}

  /**
   * The exception for whatever a statement threw; the statement boundary hands it to the client.
   */
  public static SQLException of(Throwable failure) {
    if (failure instanceof SQLException known) {
      return known;
    }
    if (failure instanceof VectraException known) {
      return of(known.code(), String.valueOf(known.getMessage()), known);
    }
    if (failure instanceof OutOfMemoryError) {
      return of(
          ErrorCode.OUT_OF_MEMORY.sqlState(),
          "The statement needs more memory than the JVM has left; ask for fewer rows or raise -Xmx.",
          failure);
    }
    if (failure instanceof InternalError) {
      // Before JDK 22, a page of a mapped file that cannot be read is reported after the read.
      return of(
          ErrorCode.IO_ERROR.sqlState(),
          "A page of a database file could not be read: " + failure.getMessage(),
          failure);
    }
    return of(ErrorCode.INTERNAL.sqlState(), "Unexpected failure: " + failure, failure);
  }

  /** An exception of the driver itself. */
  public static SQLException of(ErrorCode code, String message) {
    return of(code, message, null);
  }

  private static SQLException of(ErrorCode code, String message, @Nullable Throwable cause) {
    return code == ErrorCode.QUERY_TIMEOUT
        ? new SQLTimeoutException(message, code.sqlState(), cause)
        : of(code.sqlState(), message, cause);
  }

  /** A part of JDBC that this driver does not have. */
  public static SQLFeatureNotSupportedException notSupported(String what) {
    return new SQLFeatureNotSupportedException(
        what + " is not supported by Vectra.", ErrorCode.FEATURE_NOT_SUPPORTED.sqlState());
  }

  /** A method called on a statement or a result set after its close. */
  static SQLException closed(String what) {
    return of(OBJECT_CLOSED, "The " + what + " is closed.", null);
  }

  private static SQLException of(String state, String message, @Nullable Throwable cause) {
    return switch (state.substring(0, 2)) {
      case "42" -> new SQLSyntaxErrorException(message, state, cause);
      case "23" -> new SQLIntegrityConstraintViolationException(message, state, cause);
      case "22" -> new SQLDataException(message, state, cause);
      case "40" -> new SQLTransactionRollbackException(message, state, cause);
      case "0A" -> new SQLFeatureNotSupportedException(message, state, cause);
      case "08" -> new SQLNonTransientConnectionException(message, state, cause);
      default -> new SQLException(message, state, cause);
    };
  }
}
