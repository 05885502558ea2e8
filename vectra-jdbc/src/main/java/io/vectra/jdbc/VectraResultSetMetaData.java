package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.SqlTypeInfo;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** The columns of a result, as JDBC describes them. */
final class VectraResultSetMetaData implements ResultSetMetaData {
  private static final int UNLIMITED_SHOWN = 255;

  private final List<ColumnInfo> columns;

  private final boolean updatable;

  VectraResultSetMetaData(List<ColumnInfo> columns, boolean updatable) {
    this.columns = List.copyOf(columns);
    this.updatable = updatable;
  }

  @Override
  public int getColumnCount() {
    return columns.size();
  }

  private ColumnInfo at(int column) throws SQLException {
    if (column < 1 || column > columns.size()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "There is no column " + column + ": they go from 1 to " + columns.size() + ".");
    }
    return columns.get(column - 1);
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    at(column);
    return columns.get(column - 1).type().jdbcType() == Types.VARCHAR;
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    at(column);
    return true;
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return !isWritable(column);
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    at(column);
    return false;
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return at(column).columnName() != null && updatable;
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    at(column);
    return false;
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return at(column).autoIncrement();
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return at(column).nullable() ? columnNullable : columnNoNulls;
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return isNumber(at(column).type().jdbcType());
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return at(column).label();
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    String name = at(column).columnName();
    return name == null ? at(column).label() : name;
  }

  @Override
  public String getTableName(int column) throws SQLException {
    QualifiedName table = at(column).table();
    return table == null ? "" : table.name();
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    at(column);
    return "";
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    int precision = getPrecision(column);
    return precision == 0 ? UNLIMITED_SHOWN : precision + 2;
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    QualifiedName table = at(column).table();
    return table == null ? "" : table.schema();
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return precision(at(column).type());
  }

  @Override
  public int getScale(int column) throws SQLException {
    return at(column).type().scale();
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return at(column).type().jdbcType();
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return at(column).type().typeName();
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return className(at(column).type());
  }

  /** Whether a type of java.sql.Types is a number, and so has a sign. */
  static boolean isNumber(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  /** The name of the class that getObject gives for a type. */
  static String className(SqlTypeInfo type) {
    return switch (type.jdbcType()) {
      case Types.DATE -> "java.sql.Date";
      case Types.TIME -> "java.sql.Time";
      case Types.TIMESTAMP -> "java.sql.Timestamp";
      case Types.SMALLINT -> "java.lang.Integer";
      default -> type.valueClass().getName();
    };
  }

  /** Digits, characters, bytes or dimensions: the declared ones, or those of the type. */
  static int precision(SqlTypeInfo type) {
    if (type.precision() > 0) {
      return type.precision();
    }
    return switch (type.jdbcType()) {
      case Types.BOOLEAN -> 1;
      case Types.TINYINT -> 3;
      case Types.SMALLINT -> 5;
      case Types.INTEGER -> 10;
      case Types.BIGINT -> 19;
      case Types.REAL -> 7;
      case Types.FLOAT, Types.DOUBLE -> 15;
      case Types.DATE -> 10;
      case Types.TIME -> 12;
      case Types.TIMESTAMP -> 23;
      default -> 0;
    };
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
