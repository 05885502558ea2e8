package io.vectra.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
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

/** The part of a result set that changes rows or scrolls: refused, in one place. */
abstract class ReadOnlyResultSet implements ResultSet {
  private static SQLException refused(String method) {
    return SqlExceptions.notSupported("ResultSet." + method + " (results are read-only)");
  }

  private static SQLException scrolling(String method) {
    return SqlExceptions.notSupported("ResultSet." + method + " (results are forward-only)");
  }

  @Override
  public final void beforeFirst() throws SQLException {
    throw scrolling("beforeFirst");
  }

  @Override
  public final void afterLast() throws SQLException {
    throw scrolling("afterLast");
  }

  @Override
  public final boolean first() throws SQLException {
    throw scrolling("first");
  }

  @Override
  public final boolean last() throws SQLException {
    throw scrolling("last");
  }

  @Override
  public final boolean absolute(int rows) throws SQLException {
    throw scrolling("absolute");
  }

  @Override
  public final boolean relative(int rows) throws SQLException {
    throw scrolling("relative");
  }

  @Override
  public final boolean previous() throws SQLException {
    throw scrolling("previous");
  }

  @Override
  public final boolean rowUpdated() {
    return false;
  }

  @Override
  public final boolean rowInserted() {
    return false;
  }

  @Override
  public final boolean rowDeleted() {
    return false;
  }

  @Override
  public final void updateNull(int column) throws SQLException {
    throw refused("updateNull");
  }

  @Override
  public final void updateBoolean(int column, boolean value) throws SQLException {
    throw refused("updateBoolean");
  }

  @Override
  public final void updateByte(int column, byte value) throws SQLException {
    throw refused("updateByte");
  }

  @Override
  public final void updateShort(int column, short value) throws SQLException {
    throw refused("updateShort");
  }

  @Override
  public final void updateInt(int column, int scale) throws SQLException {
    throw refused("updateInt");
  }

  @Override
  public final void updateLong(int column, long length) throws SQLException {
    throw refused("updateLong");
  }

  @Override
  public final void updateFloat(int column, float value) throws SQLException {
    throw refused("updateFloat");
  }

  @Override
  public final void updateDouble(int column, double value) throws SQLException {
    throw refused("updateDouble");
  }

  @Override
  public final void updateBigDecimal(int column, BigDecimal value) throws SQLException {
    throw refused("updateBigDecimal");
  }

  @Override
  public final void updateString(int column, String value) throws SQLException {
    throw refused("updateString");
  }

  @Override
  public final void updateBytes(int column, byte[] value) throws SQLException {
    throw refused("updateBytes");
  }

  @Override
  public final void updateDate(int column, Date value) throws SQLException {
    throw refused("updateDate");
  }

  @Override
  public final void updateTime(int column, Time value) throws SQLException {
    throw refused("updateTime");
  }

  @Override
  public final void updateTimestamp(int column, Timestamp value) throws SQLException {
    throw refused("updateTimestamp");
  }

  @Override
  public final void updateAsciiStream(int column, InputStream value, int scale)
      throws SQLException {
    throw refused("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(int column, InputStream value, int scale)
      throws SQLException {
    throw refused("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(int column, Reader value, int scale) throws SQLException {
    throw refused("updateCharacterStream");
  }

  @Override
  public final void updateObject(int column, Object value, int scale) throws SQLException {
    throw refused("updateObject");
  }

  @Override
  public final void updateObject(int column, Object value) throws SQLException {
    throw refused("updateObject");
  }

  @Override
  public final void updateNull(String label) throws SQLException {
    throw refused("updateNull");
  }

  @Override
  public final void updateBoolean(String label, boolean value) throws SQLException {
    throw refused("updateBoolean");
  }

  @Override
  public final void updateByte(String label, byte value) throws SQLException {
    throw refused("updateByte");
  }

  @Override
  public final void updateShort(String label, short value) throws SQLException {
    throw refused("updateShort");
  }

  @Override
  public final void updateInt(String label, int scale) throws SQLException {
    throw refused("updateInt");
  }

  @Override
  public final void updateLong(String label, long length) throws SQLException {
    throw refused("updateLong");
  }

  @Override
  public final void updateFloat(String label, float value) throws SQLException {
    throw refused("updateFloat");
  }

  @Override
  public final void updateDouble(String label, double value) throws SQLException {
    throw refused("updateDouble");
  }

  @Override
  public final void updateBigDecimal(String label, BigDecimal value) throws SQLException {
    throw refused("updateBigDecimal");
  }

  @Override
  public final void updateString(String label, String value) throws SQLException {
    throw refused("updateString");
  }

  @Override
  public final void updateBytes(String label, byte[] value) throws SQLException {
    throw refused("updateBytes");
  }

  @Override
  public final void updateDate(String label, Date value) throws SQLException {
    throw refused("updateDate");
  }

  @Override
  public final void updateTime(String label, Time value) throws SQLException {
    throw refused("updateTime");
  }

  @Override
  public final void updateTimestamp(String label, Timestamp value) throws SQLException {
    throw refused("updateTimestamp");
  }

  @Override
  public final void updateAsciiStream(String label, InputStream value, int scale)
      throws SQLException {
    throw refused("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(String label, InputStream value, int scale)
      throws SQLException {
    throw refused("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(String label, Reader value, int scale)
      throws SQLException {
    throw refused("updateCharacterStream");
  }

  @Override
  public final void updateObject(String label, Object value, int scale) throws SQLException {
    throw refused("updateObject");
  }

  @Override
  public final void updateObject(String label, Object value) throws SQLException {
    throw refused("updateObject");
  }

  @Override
  public final void insertRow() throws SQLException {
    throw refused("insertRow");
  }

  @Override
  public final void updateRow() throws SQLException {
    throw refused("updateRow");
  }

  @Override
  public final void deleteRow() throws SQLException {
    throw refused("deleteRow");
  }

  @Override
  public final void refreshRow() throws SQLException {
    throw refused("refreshRow");
  }

  @Override
  public final void cancelRowUpdates() throws SQLException {
    throw refused("cancelRowUpdates");
  }

  @Override
  public final void moveToInsertRow() throws SQLException {
    throw refused("moveToInsertRow");
  }

  @Override
  public final void moveToCurrentRow() throws SQLException {
    throw refused("moveToCurrentRow");
  }

  @Override
  public final void updateRef(int column, Ref value) throws SQLException {
    throw refused("updateRef");
  }

  @Override
  public final void updateRef(String label, Ref value) throws SQLException {
    throw refused("updateRef");
  }

  @Override
  public final void updateBlob(int column, Blob value) throws SQLException {
    throw refused("updateBlob");
  }

  @Override
  public final void updateBlob(String label, Blob value) throws SQLException {
    throw refused("updateBlob");
  }

  @Override
  public final void updateClob(int column, Clob value) throws SQLException {
    throw refused("updateClob");
  }

  @Override
  public final void updateClob(String label, Clob value) throws SQLException {
    throw refused("updateClob");
  }

  @Override
  public final void updateArray(int column, Array value) throws SQLException {
    throw refused("updateArray");
  }

  @Override
  public final void updateArray(String label, Array value) throws SQLException {
    throw refused("updateArray");
  }

  @Override
  public final void updateRowId(int column, RowId value) throws SQLException {
    throw refused("updateRowId");
  }

  @Override
  public final void updateRowId(String label, RowId value) throws SQLException {
    throw refused("updateRowId");
  }

  @Override
  public final void updateNString(int column, String value) throws SQLException {
    throw refused("updateNString");
  }

  @Override
  public final void updateNString(String label, String value) throws SQLException {
    throw refused("updateNString");
  }

  @Override
  public final void updateNClob(int column, NClob value) throws SQLException {
    throw refused("updateNClob");
  }

  @Override
  public final void updateNClob(String label, NClob value) throws SQLException {
    throw refused("updateNClob");
  }

  @Override
  public final void updateSQLXML(int column, SQLXML value) throws SQLException {
    throw refused("updateSQLXML");
  }

  @Override
  public final void updateSQLXML(String label, SQLXML value) throws SQLException {
    throw refused("updateSQLXML");
  }

  @Override
  public final void updateNCharacterStream(int column, Reader value, long length)
      throws SQLException {
    throw refused("updateNCharacterStream");
  }

  @Override
  public final void updateNCharacterStream(String label, Reader value, long length)
      throws SQLException {
    throw refused("updateNCharacterStream");
  }

  @Override
  public final void updateAsciiStream(int column, InputStream value, long length)
      throws SQLException {
    throw refused("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(int column, InputStream value, long length)
      throws SQLException {
    throw refused("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(int column, Reader value, long length)
      throws SQLException {
    throw refused("updateCharacterStream");
  }

  @Override
  public final void updateAsciiStream(String label, InputStream value, long length)
      throws SQLException {
    throw refused("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(String label, InputStream value, long length)
      throws SQLException {
    throw refused("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(String label, Reader value, long length)
      throws SQLException {
    throw refused("updateCharacterStream");
  }

  @Override
  public final void updateBlob(int column, InputStream value, long length) throws SQLException {
    throw refused("updateBlob");
  }

  @Override
  public final void updateBlob(String label, InputStream value, long length) throws SQLException {
    throw refused("updateBlob");
  }

  @Override
  public final void updateClob(int column, Reader value, long length) throws SQLException {
    throw refused("updateClob");
  }

  @Override
  public final void updateClob(String label, Reader value, long length) throws SQLException {
    throw refused("updateClob");
  }

  @Override
  public final void updateNClob(int column, Reader value, long length) throws SQLException {
    throw refused("updateNClob");
  }

  @Override
  public final void updateNClob(String label, Reader value, long length) throws SQLException {
    throw refused("updateNClob");
  }

  @Override
  public final void updateNCharacterStream(int column, Reader value) throws SQLException {
    throw refused("updateNCharacterStream");
  }

  @Override
  public final void updateNCharacterStream(String label, Reader value) throws SQLException {
    throw refused("updateNCharacterStream");
  }

  @Override
  public final void updateAsciiStream(int column, InputStream value) throws SQLException {
    throw refused("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(int column, InputStream value) throws SQLException {
    throw refused("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(int column, Reader value) throws SQLException {
    throw refused("updateCharacterStream");
  }

  @Override
  public final void updateAsciiStream(String label, InputStream value) throws SQLException {
    throw refused("updateAsciiStream");
  }

  @Override
  public final void updateBinaryStream(String label, InputStream value) throws SQLException {
    throw refused("updateBinaryStream");
  }

  @Override
  public final void updateCharacterStream(String label, Reader value) throws SQLException {
    throw refused("updateCharacterStream");
  }

  @Override
  public final void updateBlob(int column, InputStream value) throws SQLException {
    throw refused("updateBlob");
  }

  @Override
  public final void updateBlob(String label, InputStream value) throws SQLException {
    throw refused("updateBlob");
  }

  @Override
  public final void updateClob(int column, Reader value) throws SQLException {
    throw refused("updateClob");
  }

  @Override
  public final void updateClob(String label, Reader value) throws SQLException {
    throw refused("updateClob");
  }

  @Override
  public final void updateNClob(int column, Reader value) throws SQLException {
    throw refused("updateNClob");
  }

  @Override
  public final void updateNClob(String label, Reader value) throws SQLException {
    throw refused("updateNClob");
  }

  @Override
  public final void updateObject(int column, Object value, SQLType targetType, int scale)
      throws SQLException {
    throw refused("updateObject");
  }

  @Override
  public final void updateObject(String label, Object value, SQLType targetType, int scale)
      throws SQLException {
    throw refused("updateObject");
  }

  @Override
  public final void updateObject(int column, Object value, SQLType targetType) throws SQLException {
    throw refused("updateObject");
  }

  @Override
  public final void updateObject(String label, Object value, SQLType targetType)
      throws SQLException {
    throw refused("updateObject");
  }
}
