package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.engine.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.jspecify.annotations.Nullable;

/** A forward-only, read-only result over a cursor; rows are taken from it one at a time. */
public final class VectraResultSet extends LabelledResultSet {
  private final @Nullable VectraStatement statement;
  private final List<ColumnInfo> columns;
  private final ResultCursor cursor;
  private final long maxRows;
  private long row;
  private boolean onRow;
  private boolean ended;
  private boolean wasNull;
  private boolean closed;
  private int fetchSize;

  VectraResultSet(
      @Nullable VectraStatement statement,
      List<ColumnInfo> columns,
      ResultCursor cursor,
      long maxRows) {
    this.statement = statement;
    this.columns = columns;
    this.cursor = cursor;
    this.maxRows = maxRows == 0 ? Long.MAX_VALUE : maxRows;
  }

  /** A result over rows in memory, which belongs to no statement. */
  public static VectraResultSet of(List<ColumnInfo> columns, List<@Nullable Object[]> rows) {
    return new VectraResultSet(null, columns, new MemoryCursor(rows), 0);
  }

  @Override
  public boolean next() throws SQLException {
    checkOpen();
    if (ended) {
      return false;
    }
    try {
      onRow = row < maxRows && cursor.next();
    } catch (RuntimeException | VirtualMachineError e) {
      onRow = false;
      ended = true;
      throw SqlExceptions.of(e);
    }
    if (onRow) {
      row++;
    } else {
      ended = true;
    }
    return onRow;
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      cursor.close();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      if (statement != null) {
        statement.resultClosed(this);
      }
    }
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw SqlExceptions.closed("result set");
    }
  }

  private @Nullable Object read(int column) throws SQLException {
    checkOpen();
    if (column < 1 || column > columns.size()) {
      throw SqlExceptions.of(
          ErrorCode.UNDEFINED_COLUMN,
          "Column "
              + column
              + " is out of range: the result has columns 1 to "
              + columns.size()
              + ".");
    }
    if (!onRow) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT,
          "The result set is not on a row; call next() and read while it returns true.");
    }
    Object value;
    try {
      value = cursor.value(column - 1);
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
    wasNull = value == null;
    return value;
  }

  @Override
  public boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    checkOpen();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equals(label)) {
        return i + 1;
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equalsIgnoreCase(label)) {
        return i + 1;
      }
    }
    throw SqlExceptions.of(
        ErrorCode.UNDEFINED_COLUMN,
        "The result has no column '"
            + label
            + "'; it has "
            + columns.stream().map(ColumnInfo::label).toList()
            + ".");
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    Object value = read(column);
    if (value instanceof LocalDateTime dateTime) {
      return Timestamp.valueOf(dateTime);
    } else if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    } else if (value instanceof LocalDate date) {
      return Date.valueOf(date);
    } else if (value instanceof java.time.LocalTime time) {
      return Conversions.toTime(time);
    } else if (value instanceof byte[] bytes) {
      return bytes.clone();
    } else if (value instanceof float[] vector) {
      return vector.clone();
    }
    return value instanceof Short small ? (Object) small.intValue() : value;
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    if (type == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The class to read as is null.");
    }
    Object value = read(column);
    if (value instanceof float[] vector && type == float[].class) {
      return type.cast(vector.clone());
    }
    return value == null ? null : Conversions.toObject(value, type);
  }

  @Override
  public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getObject(column);
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    Object value = read(column);
    return value != null && Conversions.toBoolean(value);
  }

  @Override
  public float getFloat(int column) throws SQLException {
    Object value = read(column);
    return value == null ? 0 : Conversions.toFloat(value);
  }

  @Override
  public double getDouble(int column) throws SQLException {
    Object value = read(column);
    return value == null ? 0 : Conversions.toDouble(value);
  }

  private static Instant instant(LocalDateTime value, Calendar calendar) {
    return value.atZone(calendar.getTimeZone().toZoneId()).toInstant();
  }

  @Override
  public byte getByte(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (byte) Conversions.toLong(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
  }

  @Override
  public short getShort(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (short) Conversions.toLong(value, Short.MIN_VALUE, Short.MAX_VALUE, "short");
  }

  @Override
  public int getInt(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (int) Conversions.toLong(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
  }

  @Override
  public long getLong(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (long) Conversions.toLong(value, Long.MIN_VALUE, Long.MAX_VALUE, "long");
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toText(value);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toDecimal(value);
  }

  @Deprecated
  @Override
  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toBytes(value);
  }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Date.valueOf(Conversions.toLocalDate(value));
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toTime(Conversions.toLocalTime(value));
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toTimestamp(value);
  }

  @Override
  public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    if (calendar == null) {
      return getDate(column);
    }
    Object value = read(column);
    return value == null
        ? null
        : new Date(instant(Conversions.toLocalDate(value).atStartOfDay(), calendar).toEpochMilli());
  }

  @Override
  public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    if (calendar == null) {
      return getTime(column);
    }
    Object value = read(column);
    return value == null
        ? null
        : new Time(
            instant(Conversions.toLocalTime(value).atDate(LocalDate.EPOCH), calendar)
                .toEpochMilli());
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    if (calendar == null) {
      return getTimestamp(column);
    }
    Object value = read(column);
    if (value == null || value instanceof Instant) {
      return value == null ? null : Conversions.toTimestamp(value);
    }
    return Timestamp.from(instant(Conversions.toLocalDateTime(value), calendar));
  }

  @Override
  public @Nullable Array getArray(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new VectraArray(Conversions.toVector(value));
  }

  @Override
  public @Nullable Clob getClob(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new SerialClob(Conversions.toText(value).toCharArray());
  }

  @Override
  public @Nullable Blob getBlob(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new SerialBlob(Conversions.toBytes(value));
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new StringReader(Conversions.toText(value));
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new ByteArrayInputStream(Conversions.toBytes(value));
  }

  @Override
  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? null
        : new ByteArrayInputStream(Conversions.toText(value).getBytes(StandardCharsets.US_ASCII));
  }

  @Deprecated
  @Override
  public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? null
        : new ByteArrayInputStream(Conversions.toText(value).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public NClob getNClob(int column) throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.getNClob");
  }

  @Override
  public SQLXML getSQLXML(int column) throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.getSQLXML");
  }

  @Override
  public RowId getRowId(int column) throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.getRowId");
  }

  @Override
  public Ref getRef(int column) throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.getRef");
  }

  @Override
  public URL getURL(int column) throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.getURL");
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new VectraResultSetMetaData(columns);
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    return row == 0 && !ended;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return ended && row > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return onRow && row == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.isLast (results are streamed)");
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return onRow ? (int) Math.min(row, Integer.MAX_VALUE) : 0;
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    checkOpen();
    return statement;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public String getCursorName() throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.getCursorName");
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (direction != FETCH_FORWARD) {
      throw SqlExceptions.notSupported("A fetch direction other than FETCH_FORWARD");
    }
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return FETCH_FORWARD;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    if (rows < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "Fetch size " + rows + " is negative.");
    }
    fetchSize = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  @Override
  public int getType() throws SQLException {
    checkOpen();
    return TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
    checkOpen();
    return CONCUR_READ_ONLY;
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return CLOSE_CURSORS_AT_COMMIT;
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
