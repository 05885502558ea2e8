package io.vectra.jdbc;

import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.engine.error.ErrorCode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * A CALL of a procedure, whose result is rows: a prepared statement that clients see through a
 * proxy. The hundred methods that {@link CallableStatement} adds are for output parameters and
 * parameters by name, of which procedures have none; they are refused in one place.
 */
final class VectraCallableStatement extends VectraPreparedStatement implements InvocationHandler {
  private final CallableStatement shown =
      (CallableStatement)
          Proxy.newProxyInstance(
              VectraCallableStatement.class.getClassLoader(),
              new Class<?>[] {CallableStatement.class},
              this);

  VectraCallableStatement(
      VectraConnection connection,
      PreparedSql prepared,
      ResultSetKind kind,
      @Nullable SQLWarning warning) {
    super(connection, prepared, GeneratedKeys.Wanted.NOTHING, kind, warning);
  }

  @Override
  CallableStatement shown() {
    return shown;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == CallableStatement.class) {
      throw refusal(method.getName(), arguments == null ? 0 : arguments[0]);
    }
    if (method.getName().equals("equals") && arguments != null) {
      return proxy == arguments[0];
    }
    try {
      return method.invoke(this, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private SQLException refusal(String method, @Nullable Object parameter) throws SQLException {
    if (parameter instanceof Integer position) {
      checkOpen();
      return SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "There is no output parameter " + position + ": procedures have none, they give rows.");
    }
    return refused(
        "CallableStatement."
            + method
            + (method.startsWith("set")
                ? " by name (parameters have none)"
                : " (procedures have no output parameters)"));
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(shown, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrappers.isWrapperFor(shown, type);
  }

  /** The CALL inside of JDBC's braces, if it stands in some. */
  static String withoutBraces(@Nullable String sql) throws SQLException {
    if (sql == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The statement is null.");
    }
    String text = sql.strip();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return sql;
    }
    String call = text.substring(1, text.length() - 1).strip();
    if (call.startsWith("?")) {
      throw SqlExceptions.notSupported("A call for a value, {? = call ..}: use a query");
    }
    return call;
  }
}
