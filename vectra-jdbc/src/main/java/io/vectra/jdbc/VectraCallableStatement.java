package io.vectra.jdbc;

import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.engine.error.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** A CALL of a procedure, whose result is rows. */
final class VectraCallableStatement extends NoOutParameters {
  VectraCallableStatement(
      VectraConnection connection,
      PreparedSql prepared,
      ResultSetKind kind,
      @Nullable SQLWarning warning) {
    super(connection, prepared, kind, warning);
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
