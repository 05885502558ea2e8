package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Reads of a few small windows: every offset and count, so that each border is crossed. */
class BufferBlocksTest {
  private static final int WINDOW_SHIFT = 4;
  private static final int WINDOW = 1 << WINDOW_SHIFT;
  private static final byte[] BYTES = StorageContractTest.random(3 * WINDOW + 5, 3);

  private final AtomicInteger unmapped = new AtomicInteger();
  private final BufferBlocks blocks =
      new BufferBlocks("tiny", BYTES.length, windows(), WINDOW_SHIFT, unmapped::incrementAndGet);

  @Test
  void numbers_atEveryOffset_areLittleEndianAcrossWindows() {
    ByteBuffer expected = ByteBuffer.wrap(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(blocks.name()).isEqualTo("tiny");
    assertThat(blocks.length()).isEqualTo(BYTES.length);
    for (int at = -8; at <= BYTES.length; at++) {
      int offset = at;
      if (fits(at, 1)) {
        assertThat(blocks.getByte(at)).isEqualTo(expected.get(at));
      } else {
        assertThatThrownBy(() -> blocks.getByte(offset)).hasMessage(outside(1, offset));
      }
      if (fits(at, 4)) {
        assertThat(blocks.getInt(at)).as("offset %d", at).isEqualTo(expected.getInt(at));
      } else {
        assertThatThrownBy(() -> blocks.getInt(offset)).hasMessage(outside(4, offset));
      }
      if (fits(at, 8)) {
        assertThat(blocks.getLong(at)).as("offset %d", at).isEqualTo(expected.getLong(at));
      } else {
        assertThatThrownBy(() -> blocks.getLong(offset)).hasMessage(outside(8, offset));
      }
    }
  }

  @Test
  void ranges_ofEveryOffsetAndCount_areThoseBytes() {
    for (int offset = 0; offset <= BYTES.length; offset++) {
      for (int count = 0; count <= BYTES.length - offset; count++) {
        byte[] expected = new byte[count + 2];
        System.arraycopy(BYTES, offset, expected, 1, count);
        byte[] target = new byte[count + 2];
        blocks.readBytes(offset, target, 1, count);
        assertThat(target).isEqualTo(expected);
        CRC32C crc = new CRC32C();
        crc.update(5);
        crc.update(BYTES, offset, count);
        assertThat(blocks.crc32c(new byte[] {5}, offset, count)).isEqualTo((int) crc.getValue());
      }
      int start = offset;
      int tooMany = BYTES.length - offset + 1;
      assertThatThrownBy(() -> blocks.readBytes(start, new byte[tooMany], 0, tooMany))
          .hasMessage(outside(tooMany, start));
      assertThatThrownBy(() -> blocks.crc32c(new byte[0], start, tooMany))
          .hasMessage(outside(tooMany, start));
    }
    assertThatThrownBy(() -> blocks.readBytes(0, BYTES.clone(), 0, -1)).hasMessage(outside(-1, 0));
    assertThatThrownBy(() -> blocks.crc32c(BYTES, -1, 1)).hasMessage(outside(1, -1));
    assertThatThrownBy(() -> blocks.crc32c(BYTES, 0, -1)).hasMessage(outside(-1, 0));
  }

  @Test
  void floats_ofEveryOffsetAndCount_areThoseValues() {
    ByteBuffer expected = ByteBuffer.wrap(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int offset = 0; offset <= BYTES.length; offset++) {
      for (int count = 0; count <= (BYTES.length - offset) / 4; count++) {
        float[] target = new float[count + 2];
        blocks.readFloats(offset, target, 1, count);
        assertThat(target[0]).isZero();
        assertThat(target[count + 1]).isZero();
        for (int i = 0; i < count; i++) {
          assertThat(Float.floatToRawIntBits(target[i + 1]))
              .as("value %d of %d at %d", i, count, offset)
              .isEqualTo(expected.getInt(offset + 4 * i));
        }
      }
      int start = offset;
      int tooMany = (BYTES.length - offset) / 4 + 1;
      assertThatThrownBy(() -> blocks.readFloats(start, new float[tooMany], 0, tooMany))
          .hasMessage(outside(4 * tooMany, start));
    }
  }

  @Test
  void crc32c_ofMoreThanOneStep_isThatOfAllBytes() {
    for (int count : new int[] {8_191, 8_192, 8_193, 16_384, 20_000}) {
      byte[] bytes = StorageContractTest.random(count, count);
      BufferBlocks large =
          new BufferBlocks("large", count, List.of(ByteBuffer.wrap(bytes)), 20, () -> {});
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      assertThat(large.crc32c(new byte[0], 0, count)).isEqualTo((int) crc.getValue());
      assertThatThrownBy(() -> large.crc32c(new byte[0], 1, count))
          .hasMessageStartingWith(count + " bytes at offset 1 are outside");
    }
  }

  @Test
  void release_ofTheLastUse_unmapsOnce() {
    assertThat(blocks.tryRetain()).isTrue();
    assertThat(blocks.tryRetain()).isTrue();
    blocks.release();
    blocks.release();
    assertThat(unmapped).hasValue(0);
    blocks.release();
    assertThat(unmapped).hasValue(1);
    for (int i = 0; i < 2; i++) {
      assertThat(blocks.tryRetain()).isFalse();
      assertThatThrownBy(blocks::release)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("released more often");
    }
    assertThat(unmapped).hasValue(1);
  }

  private static List<ByteBuffer> windows() {
    List<ByteBuffer> windows = new ArrayList<>();
    for (int at = 0; at < BYTES.length; at += WINDOW) {
      windows.add(ByteBuffer.wrap(BYTES, at, Math.min(WINDOW, BYTES.length - at)).slice());
    }
    return windows;
  }

  private static boolean fits(int offset, int count) {
    return offset >= 0 && offset + count <= BYTES.length;
  }

  private static String outside(int count, int offset) {
    return count + " bytes at offset " + offset + " are outside of tiny (53 bytes)";
  }
}
