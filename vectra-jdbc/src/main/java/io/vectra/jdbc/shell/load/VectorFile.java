package io.vectra.jdbc.shell.load;

import io.vectra.engine.schema.Limits;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vectors in a file, row after row, little-endian. {@code .f16} and {@code .f32} have no header and
 * take their dimensions from a name such as {@code words.384.f16}, else from the column; {@code
 * .npy} is NumPy's format (float16 or float32, two dimensions, C order); {@code .fvecs} has the
 * dimensions before each vector.
 */
public final class VectorFile implements AutoCloseable {
  private static final Pattern DIMENSIONS_IN_NAME = Pattern.compile("\\.(\\d+)\\.f(16|32)$");
  private static final Pattern NPY_SHAPE = Pattern.compile("'shape': \\((\\d+), (\\d+)\\)");
  private static final int NPY_HEADER_LIMIT = 1 << 16;

  private final Path path;
  private final PushbackInputStream pushback;
  private final DataInputStream in;
  private final boolean half;
  private final boolean sized;
  private final int dimensions;
  private long row;

  private VectorFile(Path path, boolean half, boolean sized, int dimensions, PushbackInputStream in)
      throws IOException {
    this.path = path;
    this.half = half;
    this.sized = sized;
    this.dimensions = dimensions;
    this.pushback = in;
    this.in = new DataInputStream(in);
    if (!sized && (dimensions < 1 || dimensions > Limits.MAX_DIMENSIONS)) {
      throw failed(
          "has vectors of " + dimensions + " dimensions; the limit is " + Limits.MAX_DIMENSIONS);
    }
  }

  /**
   * Opens a file by its ending.
   *
   * @param columnDimensions of vectors whose file does not say
   */
  public static VectorFile open(Path path, int columnDimensions) throws IOException {
    String name = path.getFileName().toString();
    PushbackInputStream in =
        new PushbackInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16));
    try {
      if (name.endsWith(".npy")) {
        return npy(path, in);
      }
      if (name.endsWith(".fvecs")) {
        return new VectorFile(path, false, true, 0, in);
      }
      if (name.endsWith(".f16") || name.endsWith(".f32")) {
        Matcher inName = DIMENSIONS_IN_NAME.matcher(name);
        int dimensions = inName.find() ? Integer.parseInt(inName.group(1)) : columnDimensions;
        return new VectorFile(path, name.endsWith(".f16"), false, dimensions, in);
      }
      throw new IOException(
          path + " is no file of vectors: its name ends in none of .f16, .f32, .npy and .fvecs.");
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static VectorFile npy(Path path, PushbackInputStream in) throws IOException {
    byte[] start = in.readNBytes(10);
    boolean magic =
        start.length == 10
            && start[0] == (byte) 0x93
            && new String(start, 1, 5, StandardCharsets.US_ASCII).equals("NUMPY")
            && start[6] == 1;
    int length = magic ? (start[8] & 0xFF) | (start[9] & 0xFF) << 8 : NPY_HEADER_LIMIT;
    if (length >= NPY_HEADER_LIMIT) {
      throw new IOException(path + " is no NumPy file of version 1.");
    }
    String header = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    Matcher shape = NPY_SHAPE.matcher(header);
    boolean half = header.contains("'<f2'");
    if (!shape.find()
        || !(half || header.contains("'<f4'"))
        || !header.contains("'fortran_order': False")) {
      throw new IOException(
          path + " must hold float16 or float32 in two dimensions and C order; it says " + header);
    }
    return new VectorFile(path, half, false, Integer.parseInt(shape.group(2)), in);
  }

  /** Whether another vector follows. */
  public boolean hasNext() throws IOException {
    int next = pushback.read();
    if (next < 0) {
      return false;
    }
    pushback.unread(next);
    return true;
  }

  /** The next vector; fails at the end of the file. */
  public float[] next() throws IOException {
    row++;
    try {
      int size = sized ? Integer.reverseBytes(in.readInt()) : dimensions;
      if (size < 1 || size > Limits.MAX_DIMENSIONS) {
        throw failed("says that vector " + row + " has " + size + " dimensions");
      }
      byte[] bytes = new byte[size * (half ? Short.BYTES : Float.BYTES)];
      in.readFully(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      float[] vector = new float[size];
      for (int i = 0; i < size; i++) {
        vector[i] = half ? fromHalf(buffer.getShort()) : buffer.getFloat();
      }
      return vector;
    } catch (EOFException e) {
      throw new IOException(path + " ends before vector " + row + " is complete.", e);
    }
  }

  /** IEEE 754 binary16 to binary32, exactly. */
  static float fromHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign | 0x7F800000 | fraction << 13);
    }
    if (exponent == 0) {
      float value = fraction * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
  }

  private IOException failed(String what) {
    return new IOException(path + " " + what + ".");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
