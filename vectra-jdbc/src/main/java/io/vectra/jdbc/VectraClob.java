package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A text in memory; what is written to it reaches the database when it is bound. */
final class VectraClob implements NClob {
  private @Nullable StringBuilder text;

  VectraClob(String text) {
    this.text = new StringBuilder(text);
  }

  private StringBuilder text() throws SQLException {
    if (text == null) {
      throw SqlExceptions.closed("Clob");
    }
    return text;
  }

  /** The index of a position from 1 that lies in the text, or right behind it. */
  private int index(long position) throws SQLException {
    int length = text().length();
    if (position < 1 || position > length + 1L) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_SUBSTRING,
          "Position " + position + " of a Clob of " + length + " characters.");
    }
    return (int) position - 1;
  }

  @Override
  public long length() throws SQLException {
    return text().length();
  }

  @Override
  public String getSubString(long position, int length) throws SQLException {
    int from = index(position);
    return text().substring(from, end(from, length));
  }

  private int end(int from, long length) throws SQLException {
    if (length < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_SUBSTRING, "Length " + length + " is negative.");
    }
    return (int) Math.min(text().length(), from + length);
  }

  @Override
  public Reader getCharacterStream() throws SQLException {
    return new StringReader(text().toString());
  }

  @Override
  public Reader getCharacterStream(long position, long length) throws SQLException {
    int from = index(position);
    if (from + length > text().length()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_SUBSTRING,
          length + " characters from " + position + " reach beyond " + text().length() + ".");
    }
    return new StringReader(text().substring(from, end(from, length)));
  }

  @Override
  public InputStream getAsciiStream() throws SQLException {
    return new ByteArrayInputStream(text().toString().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public long position(String part, long start) throws SQLException {
    int found = text().indexOf(part, index(start));
    return found < 0 ? -1 : found + 1L;
  }

  @Override
  public long position(Clob part, long start) throws SQLException {
    return position(part.getSubString(1, Math.toIntExact(part.length())), start);
  }

  @Override
  public int setString(long position, String value) throws SQLException {
    int from = index(position);
    text().replace(from, Math.min(text().length(), from + value.length()), value);
    return value.length();
  }

  @Override
  public int setString(long position, String value, int offset, int length) throws SQLException {
    if (offset < 0 || length < 0 || offset > value.length() - length) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_SUBSTRING,
          length + " characters from " + offset + " of a text of " + value.length() + ".");
    }
    return setString(position, value.substring(offset, offset + length));
  }

  /** Writes when the stream is closed. */
  @Override
  public Writer setCharacterStream(long position) throws SQLException {
    index(position);
    return new StringWriter() {
      @Override
      public void close() throws java.io.IOException {
        try {
          setString(position, toString());
        } catch (SQLException e) {
          throw new java.io.IOException(e);
        }
      }
    };
  }

  /** Writes when the stream is closed. */
  @Override
  public OutputStream setAsciiStream(long position) throws SQLException {
    index(position);
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws java.io.IOException {
        try {
          setString(position, toString(StandardCharsets.US_ASCII));
        } catch (SQLException e) {
          throw new java.io.IOException(e);
        }
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    text().setLength(end(0, length));
  }

  @Override
  public void free() {
    text = null;
  }
}
