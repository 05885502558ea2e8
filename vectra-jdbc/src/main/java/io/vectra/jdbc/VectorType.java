package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.SqlTypeInfo;
import java.sql.Types;
import java.util.List;

/** As what type vectors are shown: clients that know no other type read them as another one. */
public enum VectorType {
  OTHER(Types.OTHER, "VECTOR", float[].class),
  VARCHAR(Types.VARCHAR, "VARCHAR", String.class),
  ARRAY(Types.ARRAY, "REAL ARRAY", java.sql.Array.class);

  private static final String LONGEST_FLOAT = "-1.17549435E-38";

  private final int jdbcType;
  private final String typeName;
  private final Class<?> valueClass;

  VectorType(int jdbcType, String typeName, Class<?> valueClass) {
    this.jdbcType = jdbcType;
    this.typeName = typeName;
    this.valueClass = valueClass;
  }

  /** A constant of {@link Types}. */
  public int jdbcType() {
    return jdbcType;
  }

  public String typeName() {
    return typeName;
  }

  List<ColumnInfo> show(List<ColumnInfo> columns) {
    return this == OTHER
        ? columns
        : columns.stream().map(column -> column.as(show(column.type()))).toList();
  }

  /** The type of a vector as this one; others as they are. */
  SqlTypeInfo show(SqlTypeInfo type) {
    return this == OTHER || type.valueClass() != float[].class
        ? type
        : new SqlTypeInfo(jdbcType, typeName, size(type.precision()), 0, valueClass);
  }

  /** The size of a vector of so many dimensions: for texts, the characters of the longest; or 0. */
  public int size(int dimensions) {
    return this == VARCHAR && dimensions > 0
        ? "[]".length() + dimensions * (LONGEST_FLOAT.length() + 1) - 1
        : dimensions;
  }
}
