package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The one answer to java.sql.Wrapper.unwrap: the object itself, when it is of that type. */
public final class Wrappers {
  private Wrappers() {}

  /** The object as that type, or an exception that names both. */
  public static <T> T unwrap(Object object, @Nullable Class<T> type) throws SQLException {
    if (type == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The class to unwrap to is null.");
    }
    if (!type.isInstance(object)) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          object.getClass().getSimpleName() + " wraps no " + type.getName() + ".");
    }
    return type.cast(object);
  }

  /** Whether {@link #unwrap} gives the object as that type. */
  public static boolean isWrapperFor(Object object, @Nullable Class<?> type) throws SQLException {
    if (type == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The class to ask for is null.");
    }
    return type.isInstance(object);
  }
}
