package io.vectra.bench.insert;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** The rows to insert, by their keys; vectors are made once and come again. */
public final class InsertRows {
  private static final int VECTORS = 1_000;

  private final float[][] vectors;
  private final byte[][] bytes;

  /** Generates the vectors. */
  public InsertRows(int dimensions, long seed) {
    Random random = new Random(seed);
    vectors = new float[VECTORS][dimensions];
    bytes = new byte[VECTORS][];
    for (int i = 0; i < VECTORS; i++) {
      ByteBuffer buffer =
          ByteBuffer.allocate(dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int j = 0; j < dimensions; j++) {
        vectors[i][j] = random.nextFloat();
        buffer.putFloat(vectors[i][j]);
      }
      bytes[i] = buffer.array();
    }
  }

  int dimensions() {
    return vectors[0].length;
  }

  String title(long id) {
    return "The title of the row with number " + id;
  }

  int number(long id) {
    return (int) (id * 31 % 1_000);
  }

  float[] vector(long id) {
    return vectors[(int) (id % VECTORS)];
  }

  /** The vector as little-endian bytes, for systems that have no vectors. */
  byte[] vectorBytes(long id) {
    return bytes[(int) (id % VECTORS)];
  }
}
