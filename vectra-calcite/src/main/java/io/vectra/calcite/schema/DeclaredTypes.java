package io.vectra.calcite.schema;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.type.SqlTypeName;

/** The lengths and precisions that SQL may give a type. */
public final class DeclaredTypes {
  private static final int MILLISECONDS = 3;

  private DeclaredTypes() {}

  /**
   * Checks what stands in brackets after a type, of which Calcite takes the most it has for what is
   * more, and 0 for no limit.
   *
   * @param where what is declared, for the message, such as "Column X"
   * @throws VectraException INVALID_PARAMETER for a length or precision of 0, or beyond the limit;
   *     FEATURE_NOT_SUPPORTED for a time that is finer than milliseconds
   */
  public static void check(SqlDataTypeSpec type, String where) {
    if (!(type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic)) {
      return;
    }
    SqlTypeName name = SqlTypeName.get(basic.getTypeName().getSimple());
    if (name == null) {
      return;
    }
    int precision = basic.getPrecision();
    switch (name) {
      case CHAR, VARCHAR, BINARY, VARBINARY ->
          require(precision, 1, Limits.MAX_ROW_BYTES, type, where);
      case DECIMAL -> require(precision, 1, Limits.MAX_DECIMAL_PRECISION, type, where);
      case TIME, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
        if (precision > MILLISECONDS) {
          throw new VectraException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              where
                  + " is "
                  + type
                  + ", which is finer than milliseconds: at most "
                  + MILLISECONDS
                  + " digits of a second are supported yet.");
        }
      }
      case TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE ->
          throw new VectraException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              where
                  + " is "
                  + type
                  + ", which is not supported yet; use TIME or TIMESTAMP WITH TIME ZONE.");
      default -> {}
    }
  }

  private static void require(
      int precision, int least, int most, SqlDataTypeSpec type, String where) {
    boolean given = precision >= 0;
    if (given && (precision < least || precision > most)) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          where + " is " + type + ", and " + precision + " is not " + least + " to " + most + ".");
    }
  }
}
