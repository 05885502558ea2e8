package io.vectra.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of JDBC, each of which comes down to one value for one parameter. */
abstract class ParameterSetters extends VectraStatement implements PreparedStatement {
  ParameterSetters(VectraConnection connection, ResultSetKind kind, @Nullable SQLWarning warning) {
    super(connection, kind, warning);
  }

  /** Takes the value of a parameter, from 1. */
  abstract void bind(int position, @Nullable Object value) throws SQLException;

  @Override
  public final void setNull(int position, int type) throws SQLException {
    bind(position, null);
  }

  @Override
  public final void setNull(int position, int type, @Nullable String typeName) throws SQLException {
    bind(position, null);
  }

  @Override
  public final void setObject(int position, @Nullable Object value, int type) throws SQLException {
    bind(position, converted(value, type));
  }

  @Override
  public final void setObject(int position, @Nullable Object value, int type, int scale)
      throws SQLException {
    bind(position, BoundValues.scaled(converted(value, type), scale));
  }

  @Override
  public final void setBoolean(int position, boolean value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setByte(int position, byte value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setShort(int position, short value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setInt(int position, int value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setLong(int position, long value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setFloat(int position, float value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setDouble(int position, double value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setBigDecimal(int position, @Nullable BigDecimal value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setString(int position, @Nullable String value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setNString(int position, @Nullable String value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setBytes(int position, byte @Nullable [] value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setDate(int position, @Nullable Date value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setTime(int position, @Nullable Time value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setTimestamp(int position, @Nullable Timestamp value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setArray(int position, @Nullable Array value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setBlob(int position, @Nullable Blob value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setClob(int position, @Nullable Clob value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setNClob(int position, @Nullable NClob value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setObject(int position, @Nullable Object value) throws SQLException {
    bind(position, value);
  }

  @Override
  public final void setObject(int position, @Nullable Object value, SQLType type)
      throws SQLException {
    bind(position, converted(value, type));
  }

  @Override
  public final void setObject(int position, @Nullable Object value, SQLType type, int scale)
      throws SQLException {
    bind(position, BoundValues.scaled(converted(value, type), scale));
  }

  private @Nullable Object converted(@Nullable Object value, int type) throws SQLException {
    checkOpen();
    try {
      return value == null ? null : BoundValues.as(value, type);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  private @Nullable Object converted(@Nullable Object value, @Nullable SQLType type)
      throws SQLException {
    checkOpen();
    try {
      return BoundValues.as(value, type);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public final void setDate(int position, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    bind(position, value == null || calendar == null ? value : BoundValues.at(value, calendar));
  }

  @Override
  public final void setTime(int position, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    bind(position, value == null || calendar == null ? value : BoundValues.at(value, calendar));
  }

  @Override
  public final void setTimestamp(
      int position, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
    bind(position, value == null || calendar == null ? value : BoundValues.at(value, calendar));
  }

  @Override
  public final void setRef(int position, Ref value) throws SQLException {
    throw refused("PreparedStatement.setRef");
  }

  @Override
  public final void setURL(int position, URL value) throws SQLException {
    throw refused("PreparedStatement.setURL");
  }

  @Override
  public final void setRowId(int position, RowId value) throws SQLException {
    throw refused("PreparedStatement.setRowId");
  }

  @Override
  public final void setSQLXML(int position, SQLXML value) throws SQLException {
    throw refused("PreparedStatement.setSQLXML");
  }

  @Override
  public final void setAsciiStream(int position, @Nullable InputStream value) throws SQLException {
    bind(position, BoundStreams.text(value, BoundStreams.UNLIMITED, StandardCharsets.US_ASCII));
  }

  @Override
  public final void setAsciiStream(int position, @Nullable InputStream value, int length)
      throws SQLException {
    bind(position, BoundStreams.text(value, length, StandardCharsets.US_ASCII));
  }

  @Override
  public final void setAsciiStream(int position, @Nullable InputStream value, long length)
      throws SQLException {
    bind(position, BoundStreams.text(value, length, StandardCharsets.US_ASCII));
  }

  @Deprecated
  @Override
  public final void setUnicodeStream(int position, @Nullable InputStream value, int length)
      throws SQLException {
    bind(position, BoundStreams.text(value, length, StandardCharsets.UTF_8));
  }

  @Override
  public final void setBinaryStream(int position, @Nullable InputStream value) throws SQLException {
    bind(position, BoundStreams.bytes(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void setBinaryStream(int position, @Nullable InputStream value, int length)
      throws SQLException {
    bind(position, BoundStreams.bytes(value, length));
  }

  @Override
  public final void setBinaryStream(int position, @Nullable InputStream value, long length)
      throws SQLException {
    bind(position, BoundStreams.bytes(value, length));
  }

  @Override
  public final void setCharacterStream(int position, @Nullable Reader value) throws SQLException {
    bind(position, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void setCharacterStream(int position, @Nullable Reader value, int length)
      throws SQLException {
    bind(position, BoundStreams.text(value, length));
  }

  @Override
  public final void setCharacterStream(int position, @Nullable Reader value, long length)
      throws SQLException {
    bind(position, BoundStreams.text(value, length));
  }

  @Override
  public final void setNCharacterStream(int position, @Nullable Reader value) throws SQLException {
    bind(position, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void setNCharacterStream(int position, @Nullable Reader value, long length)
      throws SQLException {
    bind(position, BoundStreams.text(value, length));
  }

  @Override
  public final void setClob(int position, @Nullable Reader value) throws SQLException {
    bind(position, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void setClob(int position, @Nullable Reader value, long length) throws SQLException {
    bind(position, BoundStreams.text(value, length));
  }

  @Override
  public final void setNClob(int position, @Nullable Reader value) throws SQLException {
    bind(position, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void setNClob(int position, @Nullable Reader value, long length)
      throws SQLException {
    bind(position, BoundStreams.text(value, length));
  }

  @Override
  public final void setBlob(int position, @Nullable InputStream value) throws SQLException {
    bind(position, BoundStreams.bytes(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void setBlob(int position, @Nullable InputStream value, long length)
      throws SQLException {
    bind(position, BoundStreams.bytes(value, length));
  }
}
