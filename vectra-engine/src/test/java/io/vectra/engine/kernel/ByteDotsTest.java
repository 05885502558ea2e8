package io.vectra.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Inner products of bytes against a loop over longs. */
class ByteDotsTest {
  private static final int ROUNDS = 20_000;
  private static final int LARGEST = 127;
  private static final long SEED = 2;

  @Test
  void dot_ofRandomBytes_isTheSumOfProducts() {
    SplittableRandom random = new SplittableRandom(SEED);
    ByteBuffer memory = ByteBuffer.allocateDirect(4_096).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < memory.capacity(); i++) {
      memory.put(i, (byte) random.nextInt(-LARGEST, LARGEST + 1));
    }
    for (int round = 0; round < ROUNDS; round++) {
      short[] levels = new short[ByteDots.STEP * (1 + random.nextInt(16))];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (short) random.nextInt(-LARGEST, LARGEST + 1);
      }
      int offset = random.nextInt(memory.capacity() - levels.length + 1);
      assertThat(ByteDots.dot(memory, offset, levels)).isEqualTo(sum(memory, offset, levels));
    }
    System.out.printf(
        "inner products of bytes: %s, %,d compared, seed %d%n",
        ByteDots.areVectorised() ? "vector instructions" : "plain Java", ROUNDS, SEED);
  }

  @Test
  void dot_ofTheLargestLevels_doesNotOverflow() {
    for (int length = ByteDots.STEP; length <= 16_000; length += 5 * ByteDots.STEP) {
      ByteBuffer memory = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
      short[] levels = new short[length];
      for (int i = 0; i < length; i++) {
        memory.put(i, (byte) -LARGEST);
        levels[i] = -LARGEST;
      }
      assertThat(ByteDots.dot(memory, 0, levels)).isEqualTo(length * LARGEST * LARGEST);
    }
  }

  @Test
  void records_giveBackWhatWasPut_alsoInTheLastWindow() {
    int recordBytes = 416;
    int records = 5_000;
    try (NativeBytes bytes = NativeBytes.allocate(records, recordBytes)) {
      for (int record : new int[] {0, 1, 777, records - 1}) {
        byte[] written = new byte[recordBytes];
        new SplittableRandom(record).nextBytes(written);
        bytes.put(record, 0, written);
        byte[] read = new byte[recordBytes];
        bytes.get(record, 0, read);
        assertThat(read).isEqualTo(written);
        long[] longs = new long[recordBytes / Long.BYTES];
        bytes.getLongs(record, longs);
        assertThat(longs[1])
            .isEqualTo(ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getLong(8));
        bytes.putLongs(record, longs);
        bytes.get(record, 0, read);
        assertThat(read).isEqualTo(written);
      }
      byte[] untouched = new byte[recordBytes];
      bytes.get(2, 0, untouched);
      assertThat(untouched).containsOnly(0);
    }
  }

  private static int sum(ByteBuffer memory, int offset, short[] levels) {
    long sum = 0;
    for (int i = 0; i < levels.length; i++) {
      sum += (long) memory.get(offset + i) * levels[i];
    }
    return Math.toIntExact(sum);
  }
}
