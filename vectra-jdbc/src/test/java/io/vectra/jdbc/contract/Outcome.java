package io.vectra.jdbc.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.PooledConnection;

/**
 * What a call came to.
 *
 * @param shown as the page tells it
 * @param failure what was thrown, or null
 */
record Outcome(String shown, Throwable failure) {

  static Outcome of(Object object, Method method, Object[] arguments) throws Exception {
    try {
      return new Outcome(shown(method, method.invoke(object, arguments)), null);
    } catch (InvocationTargetException e) {
      Throwable failure = e.getCause();
      String shown =
          failure instanceof SQLException known
              ? "throws " + known.getSQLState()
              : "FAILS with " + failure;
      return new Outcome(
          failure instanceof SQLFeatureNotSupportedException ? "not supported" : shown, failure);
    }
  }

  boolean isSqlException() {
    return failure instanceof SQLException known
        && known.getSQLState() != null
        && known.getSQLState().length() == 5;
  }

  boolean isRefusal() {
    return failure instanceof SQLFeatureNotSupportedException;
  }

  private static String shown(Method method, Object value) throws SQLException {
    if (method.getReturnType() == void.class) {
      return "done";
    } else if (value == null) {
      return "null";
    } else if (value instanceof ResultSet rows) {
      int count = 0;
      while (!rows.isClosed() && rows.next()) {
        count++;
      }
      return count == 0 ? "no rows" : "rows";
    } else if (value instanceof Boolean || value instanceof Number) {
      return value.toString();
    } else if (value instanceof String text) {
      return text.length() > 40 ? "text" : "'" + text.replace("|", "\\|") + "'";
    }
    if (value instanceof Connection opened) {
      opened.close();
    } else if (value instanceof PooledConnection opened) {
      opened.close();
    }
    return method.getReturnType().getSimpleName();
  }
}
