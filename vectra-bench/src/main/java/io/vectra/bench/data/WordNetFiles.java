package io.vectra.bench.data;

import io.vectra.engine.schema.Metric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads a directory with real embeddings: {@code vectors.f16} and {@code queries.f16} (float16,
 * little-endian, row-major, 384 dimensions, no header) and {@code rows.tsv.gz}, whose columns ID
 * and LEXNAME are used.
 */
public final class WordNetFiles {
  private static final int DIMENSIONS = 384;

  private WordNetFiles() {}

  /**
   * Reads the first rows and queries; all when there are fewer.
   *
   * @throws IOException when a file is missing or cut
   */
  public static Dataset read(Path directory, int rows, int queries, Metric metric, long seed)
      throws IOException {
    float[][] vectors = vectors(directory.resolve("vectors.f16"), rows);
    String[] categories = categories(directory.resolve("rows.tsv.gz"), vectors.length);
    float[][] asked = vectors(directory.resolve("queries.f16"), queries);
    return new Dataset("wordnet", metric, vectors, categories, asked, seed);
  }

  private static float[][] vectors(Path file, int limit) throws IOException {
    int vectorBytes = DIMENSIONS * Short.BYTES;
    long size = Files.size(file);
    if (size % vectorBytes != 0) {
      throw new IOException(
          file + " has " + size + " bytes, which is no multiple of " + vectorBytes + ".");
    }
    float[][] vectors = new float[(int) Math.min(limit, size / vectorBytes)][DIMENSIONS];
    ByteBuffer bytes = ByteBuffer.allocate(vectorBytes).order(ByteOrder.LITTLE_ENDIAN);
    ShortBuffer halves = bytes.asShortBuffer();
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      for (float[] vector : vectors) {
        bytes.clear();
        while (bytes.hasRemaining()) {
          if (channel.read(bytes) < 0) {
            throw new IOException(file + " ended early.");
          }
        }
        for (int i = 0; i < DIMENSIONS; i++) {
          vector[i] = fromHalf(halves.get(i));
        }
      }
    }
    return vectors;
  }

  private static String[] categories(Path file, int rows) throws IOException {
    String[] categories = new String[rows];
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      String header = lines.readLine();
      int column = header == null ? -1 : java.util.List.of(header.split("\t")).indexOf("lexname");
      if (column < 0) {
        throw new IOException(file + " has no column lexname.");
      }
      for (int row = 0; row < rows; row++) {
        String line = lines.readLine();
        String[] fields = line == null ? new String[0] : line.split("\t", column + 2);
        if (fields.length <= column || !fields[0].equals(String.valueOf(row))) {
          throw new IOException(file + " does not have row " + row + " at its place.");
        }
        categories[row] = fields[column].intern();
      }
    }
    return categories;
  }

  /** A finite float16 as a float32: the exponents' zeros are 112 apart. */
  private static float fromHalf(short half) {
    float magnitude = Float.intBitsToFloat((half & 0x7fff) << 13) * 0x1p112f;
    return half < 0 ? -magnitude : magnitude;
  }
}
