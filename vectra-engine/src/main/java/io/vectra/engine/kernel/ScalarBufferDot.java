package io.vectra.engine.kernel;

import java.nio.ByteBuffer;

/** {@link BufferDot} in plain Java: eight bytes a load. */
final class ScalarBufferDot implements BufferDot {

  @Override
  public int dot(ByteBuffer memory, int offset, short[] levels) {
    int sum0 = 0;
    int sum1 = 0;
    int sum2 = 0;
    int sum3 = 0;
    for (int i = 0; i + 7 < levels.length; i += 8) {
      long codes = memory.getLong(offset + i);
      sum0 += (byte) codes * levels[i] + (byte) (codes >> 32) * levels[i + 4];
      sum1 += (byte) (codes >> 8) * levels[i + 1] + (byte) (codes >> 40) * levels[i + 5];
      sum2 += (byte) (codes >> 16) * levels[i + 2] + (byte) (codes >> 48) * levels[i + 6];
      sum3 += (byte) (codes >> 24) * levels[i + 3] + (byte) (codes >> 56) * levels[i + 7];
    }
    return sum0 + sum1 + sum2 + sum3;
  }
}
