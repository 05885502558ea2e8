package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.sql.SQLException;

/** The one answer to java.sql.Wrapper.unwrap: the object itself, when it is of that type. */
public final class Wrappers {
  private Wrappers() {}

  /** The object as that type, or an exception that names both. */
  public static <T> T unwrap(Object object, Class<T> type) throws SQLException {
    if (!type.isInstance(object)) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          object.getClass().getSimpleName() + " wraps no " + type.getName() + ".");
    }
    return type.cast(object);
  }
}
