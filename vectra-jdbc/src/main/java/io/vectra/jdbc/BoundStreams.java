package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Streams bound as values: read at once, to their announced length or end; null is NULL. */
final class BoundStreams {
  /** The length of a stream that is read to its end. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private BoundStreams() {}

  private static void checkNotNegative(long length) throws SQLException {
    if (length < 0) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER, "The length " + length + " of a stream is negative.");
    }
  }

  static byte @Nullable [] bytes(@Nullable InputStream stream, long length) throws SQLException {
    return stream == null ? null : read(stream, length);
  }

  /** Encoded text, decoded. */
  static @Nullable String text(@Nullable InputStream stream, long length, Charset charset)
      throws SQLException {
    return stream == null ? null : new String(read(stream, length), charset);
  }

  static @Nullable String text(@Nullable Reader reader, long length) throws SQLException {
    return reader == null ? null : read(reader, length);
  }

  static byte[] read(InputStream stream, long length) throws SQLException {
    checkNotNegative(length);
    try {
      byte[] bytes = stream.readNBytes((int) Math.min(length, UNLIMITED));
      return checkLength(bytes.length, length, bytes);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static String read(Reader reader, long length) throws SQLException {
    checkNotNegative(length);
    try {
      StringWriter text = new StringWriter();
      char[] buffer = new char[4096];
      long left = length;
      while (left > 0) {
        int count = reader.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          break;
        }
        text.write(buffer, 0, count);
        left -= count;
      }
      return checkLength(length - left, length, text.toString());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static <T> T checkLength(long read, long length, T value) throws SQLException {
    if (length != UNLIMITED && read != length) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "The stream ended after " + read + " of the " + length + " announced.");
    }
    return value;
  }

  private static SQLException unreadable(IOException e) {
    return SqlExceptions.of(
        ErrorCode.INVALID_PARAMETER, "The stream to bind failed: " + e.getMessage());
  }
}
