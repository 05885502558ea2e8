package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.engine.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The getters of JDBC by position, each of which converts one value of the current row: see {@link
 * Conversions}.
 */
abstract class ResultSetGetters extends ResultSetUpdaters {
  final List<ColumnInfo> columns;

  /** To how many characters or bytes values of VARCHAR and VARBINARY are cut; 0 for none. */
  private final int maxFieldSize;

  private boolean wasNull;

  ResultSetGetters(List<ColumnInfo> columns, int maxFieldSize) {
    this.columns = columns;
    this.maxFieldSize = maxFieldSize;
  }

  abstract void checkOpen() throws SQLException;

  /**
   * The value of the current row, or of the row to insert, in a column from 1.
   *
   * @throws SQLException when closed, not on a row, or without such a column
   */
  abstract @Nullable Object value(int column) throws SQLException;

  private interface Conversion<T> {
    T of(Object value) throws SQLException;
  }

  private <T> @Nullable T read(int column, Conversion<T> conversion) throws SQLException {
    Object value = read(column);
    return value == null ? null : conversion.of(value);
  }

  private @Nullable Object read(int column) throws SQLException {
    Object value = value(column);
    wasNull = value == null;
    return maxFieldSize == 0 ? value : cut(value, columns.get(column - 1).type().jdbcType());
  }

  private @Nullable Object cut(@Nullable Object value, int type) {
    if (type == Types.VARCHAR && value instanceof String text && text.length() > maxFieldSize) {
      return text.substring(0, maxFieldSize);
    }
    return type == Types.VARBINARY && value instanceof byte[] bytes && bytes.length > maxFieldSize
        ? Arrays.copyOf(bytes, maxFieldSize)
        : value;
  }

  @Override
  public final boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  @Override
  public final int findColumn(String label) throws SQLException {
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
  public final @Nullable Object getObject(int column) throws SQLException {
    Object value = read(column);
    if (value instanceof LocalDateTime dateTime) {
      return Timestamp.valueOf(dateTime);
    } else if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    } else if (value instanceof LocalDate date) {
      return Date.valueOf(date);
    } else if (value instanceof LocalTime time) {
      return TimeConversions.toTime(time);
    } else if (value instanceof byte[] bytes) {
      return bytes.clone();
    } else if (value instanceof float[] vector) {
      return switch (columns.get(column - 1).type().jdbcType()) {
        case Types.VARCHAR -> Conversions.toText(vector);
        case Types.ARRAY -> new VectraArray(vector);
        default -> vector.clone();
      };
    }
    return value instanceof Short small ? (Object) small.intValue() : value;
  }

  @Override
  public final <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
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
  public final @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getObject(column);
  }

  @Override
  public final boolean getBoolean(int column) throws SQLException {
    Object value = read(column);
    return value != null && Conversions.toBoolean(value);
  }

  @Override
  public final float getFloat(int column) throws SQLException {
    Object value = read(column);
    return value == null ? 0 : Conversions.toFloat(value);
  }

  @Override
  public final double getDouble(int column) throws SQLException {
    Object value = read(column);
    return value == null ? 0 : Conversions.toDouble(value);
  }

  private long whole(int column, long min, long max, String type) throws SQLException {
    Object value = read(column);
    return value == null ? 0 : Conversions.toLong(value, min, max, type);
  }

  @Override
  public final byte getByte(int column) throws SQLException {
    return (byte) whole(column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
  }

  @Override
  public final short getShort(int column) throws SQLException {
    return (short) whole(column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
  }

  @Override
  public final int getInt(int column) throws SQLException {
    return (int) whole(column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
  }

  @Override
  public final long getLong(int column) throws SQLException {
    return whole(column, Long.MIN_VALUE, Long.MAX_VALUE, "long");
  }

  @Override
  public final @Nullable String getString(int column) throws SQLException {
    return read(column, Conversions::toText);
  }

  @Override
  public final @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    return read(column, Conversions::toDecimal);
  }

  @Deprecated
  @Override
  public final @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    return read(
        column, value -> Conversions.toDecimal(value).setScale(scale, RoundingMode.HALF_UP));
  }

  @Override
  public final byte @Nullable [] getBytes(int column) throws SQLException {
    return read(column, Conversions::toBytes);
  }

  @Override
  public final @Nullable Date getDate(int column) throws SQLException {
    return read(column, value -> Date.valueOf(TimeConversions.toLocalDate(value)));
  }

  @Override
  public final @Nullable Time getTime(int column) throws SQLException {
    return read(column, value -> TimeConversions.toTime(TimeConversions.toLocalTime(value)));
  }

  @Override
  public final @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return read(column, TimeConversions::toTimestamp);
  }

  @Override
  public final @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    return calendar == null
        ? getDate(column)
        : read(column, value -> TimeConversions.toDate(value, calendar));
  }

  @Override
  public final @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    return calendar == null
        ? getTime(column)
        : read(column, value -> TimeConversions.toTime(value, calendar));
  }

  @Override
  public final @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    return calendar == null
        ? getTimestamp(column)
        : read(column, value -> TimeConversions.toTimestamp(value, calendar));
  }

  @Override
  public final @Nullable Array getArray(int column) throws SQLException {
    return read(column, value -> new VectraArray(Conversions.toVector(value)));
  }

  @Override
  public final @Nullable Clob getClob(int column) throws SQLException {
    return getNClob(column);
  }

  @Override
  public final @Nullable NClob getNClob(int column) throws SQLException {
    return read(column, value -> new VectraClob(Conversions.toText(value)));
  }

  @Override
  public final @Nullable Blob getBlob(int column) throws SQLException {
    return read(column, value -> new VectraBlob(Conversions.toBytes(value)));
  }

  @Override
  public final @Nullable Reader getCharacterStream(int column) throws SQLException {
    return read(column, value -> new StringReader(Conversions.toText(value)));
  }

  @Override
  public final @Nullable InputStream getBinaryStream(int column) throws SQLException {
    return read(column, value -> new ByteArrayInputStream(Conversions.toBytes(value)));
  }

  private @Nullable InputStream encoded(int column, Charset charset) throws SQLException {
    return read(
        column, value -> new ByteArrayInputStream(Conversions.toText(value).getBytes(charset)));
  }

  @Override
  public final @Nullable InputStream getAsciiStream(int column) throws SQLException {
    return encoded(column, StandardCharsets.US_ASCII);
  }

  @Deprecated
  @Override
  public final @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    return encoded(column, StandardCharsets.UTF_8);
  }

  @Override
  public final @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public final @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public final SQLXML getSQLXML(int column) throws SQLException {
    throw refused("getSQLXML");
  }

  @Override
  public final RowId getRowId(int column) throws SQLException {
    throw refused("getRowId");
  }

  @Override
  public final Ref getRef(int column) throws SQLException {
    throw refused("getRef");
  }

  @Override
  public final URL getURL(int column) throws SQLException {
    throw refused("getURL");
  }
}
