package io.vectra.jdbc;

import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.engine.error.ErrorCode;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a CALL has no use for, refused in one place: procedures have no results but rows, and their
 * parameters have no names.
 */
abstract class NoOutParameters extends VectraPreparedStatement implements CallableStatement {
  NoOutParameters(
      VectraConnection connection,
      PreparedSql prepared,
      ResultSetKind kind,
      @Nullable SQLWarning warning) {
    super(connection, prepared, GeneratedKeys.Wanted.NOTHING, kind, warning);
  }

  private SQLException out(String method) throws SQLException {
    return refused("CallableStatement." + method + " (procedures have no output parameters)");
  }

  private SQLException none(int position) throws SQLException {
    checkOpen();
    return SqlExceptions.of(
        ErrorCode.INVALID_PARAMETER,
        "There is no output parameter " + position + ": procedures have none, they give rows.");
  }

  private SQLException byName(String method) throws SQLException {
    return refused("CallableStatement." + method + " by name (parameters have none)");
  }

  @Override
  public final Array getArray(String name) throws SQLException {
    throw out("getArray");
  }

  @Override
  public final Array getArray(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final BigDecimal getBigDecimal(String name) throws SQLException {
    throw out("getBigDecimal");
  }

  @Deprecated
  @Override
  public final BigDecimal getBigDecimal(int position, int scale) throws SQLException {
    throw none(position);
  }

  @Override
  public final BigDecimal getBigDecimal(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Blob getBlob(String name) throws SQLException {
    throw out("getBlob");
  }

  @Override
  public final Blob getBlob(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final boolean getBoolean(String name) throws SQLException {
    throw out("getBoolean");
  }

  @Override
  public final boolean getBoolean(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final byte getByte(String name) throws SQLException {
    throw out("getByte");
  }

  @Override
  public final byte getByte(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final byte[] getBytes(String name) throws SQLException {
    throw out("getBytes");
  }

  @Override
  public final byte[] getBytes(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Reader getCharacterStream(String name) throws SQLException {
    throw out("getCharacterStream");
  }

  @Override
  public final Reader getCharacterStream(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Clob getClob(String name) throws SQLException {
    throw out("getClob");
  }

  @Override
  public final Clob getClob(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Date getDate(String name, Calendar calendar) throws SQLException {
    throw out("getDate");
  }

  @Override
  public final Date getDate(String name) throws SQLException {
    throw out("getDate");
  }

  @Override
  public final Date getDate(int position, Calendar calendar) throws SQLException {
    throw none(position);
  }

  @Override
  public final Date getDate(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final double getDouble(String name) throws SQLException {
    throw out("getDouble");
  }

  @Override
  public final double getDouble(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final float getFloat(String name) throws SQLException {
    throw out("getFloat");
  }

  @Override
  public final float getFloat(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final int getInt(String name) throws SQLException {
    throw out("getInt");
  }

  @Override
  public final int getInt(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final long getLong(String name) throws SQLException {
    throw out("getLong");
  }

  @Override
  public final long getLong(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Reader getNCharacterStream(String name) throws SQLException {
    throw out("getNCharacterStream");
  }

  @Override
  public final Reader getNCharacterStream(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final NClob getNClob(String name) throws SQLException {
    throw out("getNClob");
  }

  @Override
  public final NClob getNClob(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final String getNString(String name) throws SQLException {
    throw out("getNString");
  }

  @Override
  public final String getNString(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final <T> T getObject(String name, Class<T> type) throws SQLException {
    throw out("getObject");
  }

  @Override
  public final Object getObject(String name, Map<String, Class<?>> types) throws SQLException {
    throw out("getObject");
  }

  @Override
  public final Object getObject(String name) throws SQLException {
    throw out("getObject");
  }

  @Override
  public final <T> T getObject(int position, Class<T> type) throws SQLException {
    throw none(position);
  }

  @Override
  public final Object getObject(int position, Map<String, Class<?>> types) throws SQLException {
    throw none(position);
  }

  @Override
  public final Object getObject(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Ref getRef(String name) throws SQLException {
    throw out("getRef");
  }

  @Override
  public final Ref getRef(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final RowId getRowId(String name) throws SQLException {
    throw out("getRowId");
  }

  @Override
  public final RowId getRowId(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final SQLXML getSQLXML(String name) throws SQLException {
    throw out("getSQLXML");
  }

  @Override
  public final SQLXML getSQLXML(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final short getShort(String name) throws SQLException {
    throw out("getShort");
  }

  @Override
  public final short getShort(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final String getString(String name) throws SQLException {
    throw out("getString");
  }

  @Override
  public final String getString(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Time getTime(String name, Calendar calendar) throws SQLException {
    throw out("getTime");
  }

  @Override
  public final Time getTime(String name) throws SQLException {
    throw out("getTime");
  }

  @Override
  public final Time getTime(int position, Calendar calendar) throws SQLException {
    throw none(position);
  }

  @Override
  public final Time getTime(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final Timestamp getTimestamp(String name, Calendar calendar) throws SQLException {
    throw out("getTimestamp");
  }

  @Override
  public final Timestamp getTimestamp(String name) throws SQLException {
    throw out("getTimestamp");
  }

  @Override
  public final Timestamp getTimestamp(int position, Calendar calendar) throws SQLException {
    throw none(position);
  }

  @Override
  public final Timestamp getTimestamp(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final URL getURL(String name) throws SQLException {
    throw out("getURL");
  }

  @Override
  public final URL getURL(int position) throws SQLException {
    throw none(position);
  }

  @Override
  public final void registerOutParameter(String name, int type, String typeName)
      throws SQLException {
    throw out("registerOutParameter");
  }

  @Override
  public final void registerOutParameter(String name, int type, int scale) throws SQLException {
    throw out("registerOutParameter");
  }

  @Override
  public final void registerOutParameter(String name, int type) throws SQLException {
    throw out("registerOutParameter");
  }

  @Override
  public final void registerOutParameter(String name, SQLType type, String typeName)
      throws SQLException {
    throw out("registerOutParameter");
  }

  @Override
  public final void registerOutParameter(String name, SQLType type, int scale) throws SQLException {
    throw out("registerOutParameter");
  }

  @Override
  public final void registerOutParameter(String name, SQLType type) throws SQLException {
    throw out("registerOutParameter");
  }

  @Override
  public final void registerOutParameter(int position, int type, String typeName)
      throws SQLException {
    throw none(position);
  }

  @Override
  public final void registerOutParameter(int position, int type, int scale) throws SQLException {
    throw none(position);
  }

  @Override
  public final void registerOutParameter(int position, int type) throws SQLException {
    throw none(position);
  }

  @Override
  public final void registerOutParameter(int position, SQLType type, String typeName)
      throws SQLException {
    throw none(position);
  }

  @Override
  public final void registerOutParameter(int position, SQLType type, int scale)
      throws SQLException {
    throw none(position);
  }

  @Override
  public final void registerOutParameter(int position, SQLType type) throws SQLException {
    throw none(position);
  }

  @Override
  public final void setAsciiStream(String name, InputStream value, int length) throws SQLException {
    throw byName("setAsciiStream");
  }

  @Override
  public final void setAsciiStream(String name, InputStream value, long length)
      throws SQLException {
    throw byName("setAsciiStream");
  }

  @Override
  public final void setAsciiStream(String name, InputStream value) throws SQLException {
    throw byName("setAsciiStream");
  }

  @Override
  public final void setBigDecimal(String name, BigDecimal value) throws SQLException {
    throw byName("setBigDecimal");
  }

  @Override
  public final void setBinaryStream(String name, InputStream value, int length)
      throws SQLException {
    throw byName("setBinaryStream");
  }

  @Override
  public final void setBinaryStream(String name, InputStream value, long length)
      throws SQLException {
    throw byName("setBinaryStream");
  }

  @Override
  public final void setBinaryStream(String name, InputStream value) throws SQLException {
    throw byName("setBinaryStream");
  }

  @Override
  public final void setBlob(String name, InputStream value, long length) throws SQLException {
    throw byName("setBlob");
  }

  @Override
  public final void setBlob(String name, InputStream value) throws SQLException {
    throw byName("setBlob");
  }

  @Override
  public final void setBlob(String name, Blob value) throws SQLException {
    throw byName("setBlob");
  }

  @Override
  public final void setBoolean(String name, boolean value) throws SQLException {
    throw byName("setBoolean");
  }

  @Override
  public final void setByte(String name, byte value) throws SQLException {
    throw byName("setByte");
  }

  @Override
  public final void setBytes(String name, byte[] value) throws SQLException {
    throw byName("setBytes");
  }

  @Override
  public final void setCharacterStream(String name, Reader value, int length) throws SQLException {
    throw byName("setCharacterStream");
  }

  @Override
  public final void setCharacterStream(String name, Reader value, long length) throws SQLException {
    throw byName("setCharacterStream");
  }

  @Override
  public final void setCharacterStream(String name, Reader value) throws SQLException {
    throw byName("setCharacterStream");
  }

  @Override
  public final void setClob(String name, Reader value, long length) throws SQLException {
    throw byName("setClob");
  }

  @Override
  public final void setClob(String name, Reader value) throws SQLException {
    throw byName("setClob");
  }

  @Override
  public final void setClob(String name, Clob value) throws SQLException {
    throw byName("setClob");
  }

  @Override
  public final void setDate(String name, Date value, Calendar calendar) throws SQLException {
    throw byName("setDate");
  }

  @Override
  public final void setDate(String name, Date value) throws SQLException {
    throw byName("setDate");
  }

  @Override
  public final void setDouble(String name, double value) throws SQLException {
    throw byName("setDouble");
  }

  @Override
  public final void setFloat(String name, float value) throws SQLException {
    throw byName("setFloat");
  }

  @Override
  public final void setInt(String name, int value) throws SQLException {
    throw byName("setInt");
  }

  @Override
  public final void setLong(String name, long value) throws SQLException {
    throw byName("setLong");
  }

  @Override
  public final void setNCharacterStream(String name, Reader value, long length)
      throws SQLException {
    throw byName("setNCharacterStream");
  }

  @Override
  public final void setNCharacterStream(String name, Reader value) throws SQLException {
    throw byName("setNCharacterStream");
  }

  @Override
  public final void setNClob(String name, Reader value, long length) throws SQLException {
    throw byName("setNClob");
  }

  @Override
  public final void setNClob(String name, Reader value) throws SQLException {
    throw byName("setNClob");
  }

  @Override
  public final void setNClob(String name, NClob value) throws SQLException {
    throw byName("setNClob");
  }

  @Override
  public final void setNString(String name, String value) throws SQLException {
    throw byName("setNString");
  }

  @Override
  public final void setNull(String name, int type, String typeName) throws SQLException {
    throw byName("setNull");
  }

  @Override
  public final void setNull(String name, int type) throws SQLException {
    throw byName("setNull");
  }

  @Override
  public final void setObject(String name, Object value, int type, int scale) throws SQLException {
    throw byName("setObject");
  }

  @Override
  public final void setObject(String name, Object value, int type) throws SQLException {
    throw byName("setObject");
  }

  @Override
  public final void setObject(String name, Object value, SQLType type, int scale)
      throws SQLException {
    throw byName("setObject");
  }

  @Override
  public final void setObject(String name, Object value, SQLType type) throws SQLException {
    throw byName("setObject");
  }

  @Override
  public final void setObject(String name, Object value) throws SQLException {
    throw byName("setObject");
  }

  @Override
  public final void setRowId(String name, RowId value) throws SQLException {
    throw byName("setRowId");
  }

  @Override
  public final void setSQLXML(String name, SQLXML value) throws SQLException {
    throw byName("setSQLXML");
  }

  @Override
  public final void setShort(String name, short value) throws SQLException {
    throw byName("setShort");
  }

  @Override
  public final void setString(String name, String value) throws SQLException {
    throw byName("setString");
  }

  @Override
  public final void setTime(String name, Time value, Calendar calendar) throws SQLException {
    throw byName("setTime");
  }

  @Override
  public final void setTime(String name, Time value) throws SQLException {
    throw byName("setTime");
  }

  @Override
  public final void setTimestamp(String name, Timestamp value, Calendar calendar)
      throws SQLException {
    throw byName("setTimestamp");
  }

  @Override
  public final void setTimestamp(String name, Timestamp value) throws SQLException {
    throw byName("setTimestamp");
  }

  @Override
  public final void setURL(String name, URL value) throws SQLException {
    throw byName("setURL");
  }

  @Override
  public final boolean wasNull() throws SQLException {
    throw none(0);
  }
}
