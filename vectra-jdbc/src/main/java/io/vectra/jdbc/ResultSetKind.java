package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** What kind of result sets a statement gives, in the constants of {@link ResultSet}. */
record ResultSetKind(int type, int concurrency, int holdability) {
  /** Rows are taken from the database as they are read. */
  static final ResultSetKind STREAMED =
      new ResultSetKind(
          ResultSet.TYPE_FORWARD_ONLY,
          ResultSet.CONCUR_READ_ONLY,
          ResultSet.CLOSE_CURSORS_AT_COMMIT);

  ResultSetKind {
    if (type == ResultSet.TYPE_SCROLL_SENSITIVE) {
      type = ResultSet.TYPE_SCROLL_INSENSITIVE;
    }
  }

  /** The kind asked for; one that scrolls is insensitive, which {@link #warning} tells. */
  static ResultSetKind of(int type, int concurrency, int holdability) throws SQLException {
    boolean known =
        type >= ResultSet.TYPE_FORWARD_ONLY
            && type <= ResultSet.TYPE_SCROLL_SENSITIVE
            && (concurrency == ResultSet.CONCUR_READ_ONLY
                || concurrency == ResultSet.CONCUR_UPDATABLE);
    if (!known) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "Result set type " + type + " and concurrency " + concurrency + " are none of JDBC's.");
    }
    return new ResultSetKind(type, concurrency, holdability(holdability));
  }

  static int holdability(int holdability) throws SQLException {
    if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT
        && holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER, "Holdability " + holdability + " is none of JDBC's.");
    }
    return holdability;
  }

  /** JDBC lets a driver give a lesser result set than asked for, with a warning. */
  static @Nullable SQLWarning warning(int type) {
    return type == ResultSet.TYPE_SCROLL_SENSITIVE
        ? new SQLWarning("Result sets that scroll do not see the changes of others.", "01000")
        : null;
  }

  boolean scrolls() {
    return type != ResultSet.TYPE_FORWARD_ONLY;
  }

  boolean updatable() {
    return concurrency == ResultSet.CONCUR_UPDATABLE;
  }

  /** Whether its rows outlive the transaction that read them. */
  boolean held() {
    return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  /** Whether all rows are read at once, into memory. */
  boolean inMemory() {
    return !equals(STREAMED);
  }

  ResultSetKind readOnly() {
    return new ResultSetKind(type, ResultSet.CONCUR_READ_ONLY, holdability);
  }
}
