package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.SqlTypeInfo;
import io.vectra.engine.error.ErrorCode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A vector as a java.sql.Array of REAL. */
final class VectraArray implements Array {
  private float @Nullable [] vector;

  VectraArray(float[] vector) {
    this.vector = vector.clone();
  }

  @Override
  public String getBaseTypeName() throws SQLException {
    components();
    return "REAL";
  }

  @Override
  public int getBaseType() throws SQLException {
    components();
    return Types.REAL;
  }

  @Override
  public Object getArray() throws SQLException {
    return VectorValues.boxed(components());
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> types) throws SQLException {
    return getArray();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    return VectorValues.boxed(slice(index, count));
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    return rows(1, components());
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> types) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return rows(index, slice(index, count));
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getResultSet(index, count);
  }

  @Override
  public void free() {
    vector = null;
  }

  @Override
  public String toString() {
    return vector == null ? "freed" : Conversions.toText(vector);
  }

  private float[] components() throws SQLException {
    if (vector == null) {
      throw SqlExceptions.closed("array");
    }
    return vector;
  }

  private float[] slice(long index, int count) throws SQLException {
    float[] all = components();
    if (index < 1 || count < 0 || index - 1 > all.length - count) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "Elements "
              + index
              + " to "
              + (index + count - 1)
              + " of an array of "
              + all.length
              + ".");
    }
    return Arrays.copyOfRange(all, (int) index - 1, (int) index - 1 + count);
  }

  private static ResultSet rows(long first, float[] values) {
    List<ColumnInfo> columns =
        List.of(
            new ColumnInfo(
                "INDEX", new SqlTypeInfo(Types.BIGINT, "BIGINT", 0, 0, Long.class), false),
            new ColumnInfo("VALUE", new SqlTypeInfo(Types.REAL, "REAL", 0, 0, Float.class), false));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(new @Nullable Object[] {first + i, values[i]});
    }
    return VectraResultSet.of(columns, rows);
  }
}
