package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes in memory; what is written to them reaches the database when they are bound. */
final class VectraBlob implements Blob {
  private byte @Nullable [] bytes;

  VectraBlob(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  private byte[] bytes() throws SQLException {
    if (bytes == null) {
      throw SqlExceptions.closed("Blob");
    }
    return bytes;
  }

  /** The index of a position from 1 that lies in the bytes, or right behind them. */
  private int index(long position) throws SQLException {
    int length = bytes().length;
    if (position < 1 || position > length + 1L) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_SUBSTRING,
          "Position " + position + " of a Blob of " + length + " bytes.");
    }
    return (int) position - 1;
  }

  private int end(int from, long length) throws SQLException {
    if (length < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_SUBSTRING, "Length " + length + " is negative.");
    }
    return (int) Math.min(bytes().length, from + length);
  }

  @Override
  public long length() throws SQLException {
    return bytes().length;
  }

  @Override
  public byte[] getBytes(long position, int length) throws SQLException {
    int from = index(position);
    return Arrays.copyOfRange(bytes(), from, end(from, length));
  }

  @Override
  public InputStream getBinaryStream() throws SQLException {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public InputStream getBinaryStream(long position, long length) throws SQLException {
    int from = index(position);
    if (from + length > bytes().length) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_SUBSTRING,
          length + " bytes from " + position + " reach beyond " + bytes().length + ".");
    }
    return new ByteArrayInputStream(Arrays.copyOfRange(bytes(), from, end(from, length)));
  }

  @Override
  public long position(byte[] part, long start) throws SQLException {
    for (int at = index(start); at <= bytes().length - part.length; at++) {
      if (Arrays.equals(bytes(), at, at + part.length, part, 0, part.length)) {
        return at + 1L;
      }
    }
    return -1;
  }

  @Override
  public long position(Blob part, long start) throws SQLException {
    return position(part.getBytes(1, Math.toIntExact(part.length())), start);
  }

  @Override
  public int setBytes(long position, byte[] value) throws SQLException {
    return setBytes(position, value, 0, value.length);
  }

  @Override
  public int setBytes(long position, byte[] value, int offset, int length) throws SQLException {
    int from = index(position);
    if (offset < 0 || length < 0 || offset > value.length - length) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_SUBSTRING,
          length + " bytes from " + offset + " of " + value.length + ".");
    }
    byte[] grown = Arrays.copyOf(bytes(), Math.max(bytes().length, from + length));
    System.arraycopy(value, offset, grown, from, length);
    bytes = grown;
    return length;
  }

  /** Writes when the stream is closed. */
  @Override
  public OutputStream setBinaryStream(long position) throws SQLException {
    index(position);
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws java.io.IOException {
        try {
          setBytes(position, toByteArray());
        } catch (SQLException e) {
          throw new java.io.IOException(e);
        }
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    bytes = Arrays.copyOf(bytes(), end(0, length));
  }

  @Override
  public void free() {
    bytes = null;
  }
}
