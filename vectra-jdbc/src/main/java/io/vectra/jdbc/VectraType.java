package io.vectra.jdbc;

import java.sql.SQLType;
import java.sql.Types;

/** The type that SQL has here beside those of {@link java.sql.JDBCType}. */
public enum VectraType implements SQLType {
  VECTOR;

  @Override
  public String getName() {
    return name();
  }

  @Override
  public String getVendor() {
    return "io.vectra";
  }

  /** {@link Types#OTHER}, as a vector's column tells. */
  @Override
  public Integer getVendorTypeNumber() {
    return Types.OTHER;
  }
}
