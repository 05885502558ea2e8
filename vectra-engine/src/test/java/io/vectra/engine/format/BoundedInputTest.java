package io.vectra.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BoundedInputTest {

  @Test
  void values_ofEveryKind_readBack() {
    int[] ints = {0, 1, 127, 128, 16_384, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
    long[] longs = {0, 127, 128, 1L << 35, Long.MAX_VALUE, -1, Long.MIN_VALUE};
    ByteOutput output = new ByteOutput(1);
    output.putByte(-3).putBoolean(true).putShort(-300).putInt(-70_000).putLong(Long.MIN_VALUE);
    output.putFloat(1.5f).putDouble(-2.5).putString("Grüße, 世界").putBytes(new byte[] {1, 2});
    output.putFloats(new float[] {3, 4}).putRawFloats(new float[] {5});
    Arrays.stream(ints).forEach(output::putVarInt);
    Arrays.stream(longs).forEach(output::putVarLong);
    BoundedInput input = new BoundedInput(output.toByteArray(), "test");
    assertThat(input.getByte()).isEqualTo((byte) -3);
    assertThat(input.getBoolean()).isTrue();
    assertThat(input.getShort()).isEqualTo((short) -300);
    assertThat(input.getInt()).isEqualTo(-70_000);
    assertThat(input.getLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(input.getFloat()).isEqualTo(1.5f);
    assertThat(input.getDouble()).isEqualTo(-2.5);
    assertThat(input.getString()).isEqualTo("Grüße, 世界");
    assertThat(input.getBytes()).containsExactly(1, 2);
    assertThat(input.getFloats()).containsExactly(3, 4);
    assertThat(input.getRawFloats(1)).containsExactly(5);
    assertThat(Arrays.stream(ints).map(i -> input.getVarInt()).toArray()).isEqualTo(ints);
    assertThat(Arrays.stream(longs).map(i -> input.getVarLong()).toArray()).isEqualTo(longs);
    input.expectEnd();
  }

  @Test
  void lengths_beyondTheBytesThatAreLeft_areRefusedBeforeAllocation() {
    byte[] huge = new ByteOutput().putVarInt(Integer.MAX_VALUE).toByteArray();
    assertCorrupt(() -> input(huge).getBytes());
    assertCorrupt(() -> input(huge).getString());
    assertCorrupt(() -> input(huge).getFloats());
    assertCorrupt(() -> input(huge).getCount(1));
    assertCorrupt(() -> input(huge).getRaw(-1));
    assertCorrupt(() -> input(huge).getRawFloats(Integer.MAX_VALUE));
    assertCorrupt(() -> input(new ByteOutput().putVarInt(-1).toByteArray()).getBytes());
    assertCorrupt(() -> input(new byte[3]).getInt());
    assertCorrupt(() -> input(new byte[] {2}).getBoolean());
    assertCorrupt(() -> input(new byte[] {1, (byte) 0xFF}).getString());
    assertCorrupt(() -> input(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2}).getVarLong());
    assertCorrupt(() -> input(new byte[] {-1, -1, -1, -1, 16}).getVarInt());
    assertCorrupt(() -> input(new byte[1]).expectEnd());
  }

  private static BoundedInput input(byte[] bytes) {
    return new BoundedInput(bytes, "test");
  }

  private static void assertCorrupt(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageStartingWith("test is damaged at offset");
  }
}
