package io.vectra.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** The many updaters of JDBC, each of which comes down to one value for one column. */
abstract class UpdaterMethods implements ResultSet {
  /** Takes the value that the current row, or the row to insert, is to get in a column. */
  abstract void change(int column, @Nullable Object value) throws SQLException;

  /** Refuses a type that the database does not have. */
  abstract void refuse(String method) throws SQLException;

  private void changeText(int column, @Nullable Reader value, long length) throws SQLException {
    change(column, value == null ? null : BoundStreams.text(value, length));
  }

  private void changeBytes(int column, @Nullable InputStream value, long length)
      throws SQLException {
    change(column, value == null ? null : BoundStreams.bytes(value, length));
  }

  private void changeAscii(int column, @Nullable InputStream value, long length)
      throws SQLException {
    byte[] bytes = value == null ? null : BoundStreams.bytes(value, length);
    change(column, bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII));
  }

  @Override
  public final void updateNull(int column) throws SQLException {
    change(column, null);
  }

  @Override
  public final void updateBoolean(int column, boolean value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateByte(int column, byte value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateShort(int column, short value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateInt(int column, int value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateLong(int column, long value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateFloat(int column, float value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateDouble(int column, double value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateString(int column, @Nullable String value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateBytes(int column, byte @Nullable [] value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateDate(int column, @Nullable Date value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateTime(int column, @Nullable Time value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    changeAscii(column, value, length);
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    changeBytes(column, value, length);
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, int length)
      throws SQLException {
    changeText(column, value, length);
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, int scale)
      throws SQLException {
    change(column, BoundValues.scaled(value, scale));
  }

  @Override
  public final void updateObject(int column, @Nullable Object value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateNull(String label) throws SQLException {
    change(findColumn(label), null);
  }

  @Override
  public final void updateBoolean(String label, boolean value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateByte(String label, byte value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateShort(String label, short value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateInt(String label, int value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateLong(String label, long value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateFloat(String label, float value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateDouble(String label, double value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateBigDecimal(String label, @Nullable BigDecimal value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateString(String label, @Nullable String value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateBytes(String label, byte @Nullable [] value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateDate(String label, @Nullable Date value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateTime(String label, @Nullable Time value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateTimestamp(String label, @Nullable Timestamp value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value, int length)
      throws SQLException {
    changeAscii(findColumn(label), value, length);
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value, int length)
      throws SQLException {
    changeBytes(findColumn(label), value, length);
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value, int length)
      throws SQLException {
    changeText(findColumn(label), value, length);
  }

  @Override
  public final void updateObject(String label, @Nullable Object value, int scale)
      throws SQLException {
    change(findColumn(label), BoundValues.scaled(value, scale));
  }

  @Override
  public final void updateObject(String label, @Nullable Object value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateRef(int column, @Nullable Ref value) throws SQLException {
    refuse("updateRef");
  }

  @Override
  public final void updateRef(String label, @Nullable Ref value) throws SQLException {
    refuse("updateRef");
  }

  @Override
  public final void updateBlob(int column, @Nullable Blob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateBlob(String label, @Nullable Blob value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateClob(int column, @Nullable Clob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateClob(String label, @Nullable Clob value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateArray(int column, @Nullable Array value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateArray(String label, @Nullable Array value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateRowId(int column, @Nullable RowId value) throws SQLException {
    refuse("updateRowId");
  }

  @Override
  public final void updateRowId(String label, @Nullable RowId value) throws SQLException {
    refuse("updateRowId");
  }

  @Override
  public final void updateNString(int column, @Nullable String value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateNString(String label, @Nullable String value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateNClob(int column, @Nullable NClob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateNClob(String label, @Nullable NClob value) throws SQLException {
    change(findColumn(label), value);
  }

  @Override
  public final void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
    refuse("updateSQLXML");
  }

  @Override
  public final void updateSQLXML(String label, @Nullable SQLXML value) throws SQLException {
    refuse("updateSQLXML");
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, length);
  }

  @Override
  public final void updateNCharacterStream(String label, @Nullable Reader value, long length)
      throws SQLException {
    changeText(findColumn(label), value, length);
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    changeAscii(column, value, length);
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    changeBytes(column, value, length);
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, length);
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value, long length)
      throws SQLException {
    changeAscii(findColumn(label), value, length);
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value, long length)
      throws SQLException {
    changeBytes(findColumn(label), value, length);
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value, long length)
      throws SQLException {
    changeText(findColumn(label), value, length);
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value, long length)
      throws SQLException {
    changeBytes(column, value, length);
  }

  @Override
  public final void updateBlob(String label, @Nullable InputStream value, long length)
      throws SQLException {
    changeBytes(findColumn(label), value, length);
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, length);
  }

  @Override
  public final void updateClob(String label, @Nullable Reader value, long length)
      throws SQLException {
    changeText(findColumn(label), value, length);
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    changeText(column, value, length);
  }

  @Override
  public final void updateNClob(String label, @Nullable Reader value, long length)
      throws SQLException {
    changeText(findColumn(label), value, length);
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateNCharacterStream(String label, @Nullable Reader value)
      throws SQLException {
    changeText(findColumn(label), value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
    changeAscii(column, value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value)
      throws SQLException {
    changeBytes(column, value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateAsciiStream(String label, @Nullable InputStream value)
      throws SQLException {
    changeAscii(findColumn(label), value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateBinaryStream(String label, @Nullable InputStream value)
      throws SQLException {
    changeBytes(findColumn(label), value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateCharacterStream(String label, @Nullable Reader value)
      throws SQLException {
    changeText(findColumn(label), value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value) throws SQLException {
    changeBytes(column, value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateBlob(String label, @Nullable InputStream value) throws SQLException {
    changeBytes(findColumn(label), value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateClob(String label, @Nullable Reader value) throws SQLException {
    changeText(findColumn(label), value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value) throws SQLException {
    changeText(column, value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateNClob(String label, @Nullable Reader value) throws SQLException {
    changeText(findColumn(label), value, BoundStreams.UNLIMITED);
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, SQLType type, int scale)
      throws SQLException {
    change(column, BoundValues.scaled(BoundValues.as(value, type), scale));
  }

  @Override
  public final void updateObject(String label, @Nullable Object value, SQLType type, int scale)
      throws SQLException {
    change(findColumn(label), BoundValues.scaled(BoundValues.as(value, type), scale));
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, SQLType type)
      throws SQLException {
    change(column, BoundValues.as(value, type));
  }

  @Override
  public final void updateObject(String label, @Nullable Object value, SQLType type)
      throws SQLException {
    change(findColumn(label), BoundValues.as(value, type));
  }
}
