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
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** The updaters of JDBC by position, each of which comes down to one value for one column. */
abstract class ResultSetUpdaters extends ResultSetLabels {
  /** Takes the value that the current row, or the row to insert, is to get in a column. */
  abstract void change(int column, @Nullable Object value) throws SQLException;

  /** What to throw for a type that the database does not have. */
  abstract SQLException refused(String method) throws SQLException;

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
    change(column, BoundStreams.text(value, length, StandardCharsets.US_ASCII));
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    change(column, BoundStreams.bytes(value, length));
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, int length)
      throws SQLException {
    change(column, BoundStreams.text(value, length));
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
  public final void updateRef(int column, @Nullable Ref value) throws SQLException {
    throw refused("updateRef");
  }

  @Override
  public final void updateBlob(int column, @Nullable Blob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateClob(int column, @Nullable Clob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateArray(int column, @Nullable Array value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateRowId(int column, @Nullable RowId value) throws SQLException {
    throw refused("updateRowId");
  }

  @Override
  public final void updateNString(int column, @Nullable String value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateNClob(int column, @Nullable NClob value) throws SQLException {
    change(column, value);
  }

  @Override
  public final void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
    throw refused("updateSQLXML");
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    change(column, BoundStreams.text(value, length));
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    change(column, BoundStreams.text(value, length, StandardCharsets.US_ASCII));
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    change(column, BoundStreams.bytes(value, length));
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    change(column, BoundStreams.text(value, length));
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value, long length)
      throws SQLException {
    change(column, BoundStreams.bytes(value, length));
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    change(column, BoundStreams.text(value, length));
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value, long length)
      throws SQLException {
    change(column, BoundStreams.text(value, length));
  }

  @Override
  public final void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
    change(column, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
    change(column, BoundStreams.text(value, BoundStreams.UNLIMITED, StandardCharsets.US_ASCII));
  }

  @Override
  public final void updateBinaryStream(int column, @Nullable InputStream value)
      throws SQLException {
    change(column, BoundStreams.bytes(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
    change(column, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void updateBlob(int column, @Nullable InputStream value) throws SQLException {
    change(column, BoundStreams.bytes(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void updateClob(int column, @Nullable Reader value) throws SQLException {
    change(column, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void updateNClob(int column, @Nullable Reader value) throws SQLException {
    change(column, BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, SQLType type, int scale)
      throws SQLException {
    change(column, BoundValues.scaled(BoundValues.as(value, type), scale));
  }

  @Override
  public final void updateObject(int column, @Nullable Object value, SQLType type)
      throws SQLException {
    change(column, BoundValues.as(value, type));
  }
}
