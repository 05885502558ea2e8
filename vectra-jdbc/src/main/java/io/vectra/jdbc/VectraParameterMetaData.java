package io.vectra.jdbc;

import io.vectra.calcite.prepare.ParameterInfo;
import io.vectra.engine.error.ErrorCode;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** The parameters of a prepared statement, as far as planning could tell their types. */
final class VectraParameterMetaData implements ParameterMetaData {
  private final List<ParameterInfo> parameters;

  VectraParameterMetaData(List<ParameterInfo> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  @Override
  public int getParameterCount() {
    return parameters.size();
  }

  private ParameterInfo at(int position) throws SQLException {
    if (position < 1 || position > parameters.size()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "There is no parameter " + position + ": they go from 1 to " + parameters.size() + ".");
    }
    return parameters.get(position - 1);
  }

  @Override
  public int isNullable(int position) throws SQLException {
    return at(position).nullable() ? parameterNullable : parameterNoNulls;
  }

  @Override
  public boolean isSigned(int position) throws SQLException {
    return VectraResultSetMetaData.isNumber(at(position).type().jdbcType());
  }

  @Override
  public int getPrecision(int position) throws SQLException {
    return VectraResultSetMetaData.precision(at(position).type());
  }

  @Override
  public int getScale(int position) throws SQLException {
    return at(position).type().scale();
  }

  @Override
  public int getParameterType(int position) throws SQLException {
    return at(position).type().jdbcType();
  }

  @Override
  public String getParameterTypeName(int position) throws SQLException {
    return at(position).type().typeName();
  }

  @Override
  public String getParameterClassName(int position) throws SQLException {
    return at(position).type().valueClass().getName();
  }

  @Override
  public int getParameterMode(int position) throws SQLException {
    at(position);
    return parameterModeIn;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrappers.isWrapperFor(this, type);
  }
}
