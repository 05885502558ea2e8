package io.vectra.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Inner products of bytes against a loop over longs. */
class ByteDotsTest {
  /** The first JDK that loops over memory segments are built for. */
  private static final int FIRST_WITH_SEGMENTS = 22;

  private static final int MOST_LEVELS = 16_000;
  private static final int LARGEST = 127;

  @Test
  void dot_ofRandomBytes_isTheSumOfProductsInEveryImplementation() throws Throwable {
    SplittableRandom random = new SplittableRandom(RandomPairs.SEED);
    ByteBuffer memory = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    byte[] bytes = new byte[memory.capacity()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(-LARGEST, LARGEST + 1);
    }
    memory.put(0, bytes);
    List<Loop> loops = Loop.all();
    int longest = 0;
    try (NativeBytes record = NativeBytes.allocate(1, bytes.length)) {
      record.put(0, 0, bytes);
      for (int pair = 0; pair < RandomPairs.COUNT; pair++) {
        boolean isLongest = random.nextInt(1_000) == 0;
        int steps = isLongest ? MOST_LEVELS / ByteDots.STEP : 1 + random.nextInt(16);
        short[] levels = levels(random, bytes, ByteDots.STEP * steps);
        int offset = random.nextInt(bytes.length - levels.length + 1);
        int expected = sum(bytes, offset, levels);
        if (ByteDots.dot(memory, offset, levels) != expected
            || record.dotBytes(0, offset, levels) != expected) {
          assertThat(ByteDots.dot(memory, offset, levels)).as("buffer").isEqualTo(expected);
          assertThat(record.dotBytes(0, offset, levels)).as("record").isEqualTo(expected);
        }
        for (Loop loop : loops) {
          int sum = loop.dot(memory, offset, levels);
          if (sum != expected) {
            assertThat(sum).as(loop.name).isEqualTo(expected);
          }
        }
        longest += isLongest ? 1 : 0;
      }
    }
    System.out.printf(
        "inner products of bytes: buffers, records and %s on %,d pairs, %,d of them of %,d levels,"
            + " seed %d%n",
        loops.stream().map(Loop::name).toList(),
        RandomPairs.COUNT,
        longest,
        MOST_LEVELS,
        RandomPairs.SEED);
  }

  /** Levels cut out of the bytes, none of which is beyond the limits. */
  private static short[] levels(SplittableRandom random, byte[] bytes, int count) {
    short[] levels = new short[count];
    int from = random.nextInt(bytes.length - count + 1);
    for (int i = 0; i < count; i++) {
      levels[i] = bytes[from + i];
    }
    return levels;
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
        bytes.getLongs(record, longs, 0, 1);
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

  private static int sum(byte[] bytes, int offset, short[] levels) {
    long sum = 0;
    for (int i = 0; i < levels.length; i++) {
      sum += (long) bytes[offset + i] * levels[i];
    }
    return Math.toIntExact(sum);
  }

  /**
   * A loop of this JVM: over buffers, or over memory segments where they are read, which are
   * compiled for a later JDK than this test.
   */
  private record Loop(String name, MethodHandle handle) {

    /** In plain Java, and with vector instructions where they run. */
    static List<Loop> all() throws ReflectiveOperationException {
      List<Loop> loops = new ArrayList<>(List.of(of("Scalar")));
      boolean ofSegments = Runtime.version().feature() >= FIRST_WITH_SEGMENTS;
      if (VectorModule.readsBuffers() || (VectorModule.isPresent() && ofSegments)) {
        loops.add(of("Vector"));
      }
      return loops;
    }

    private static Loop of(String prefix) throws ReflectiveOperationException {
      String name = ByteDots.class.getPackageName() + "." + prefix;
      try {
        Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
        MethodHandle ofBuffer =
            MethodHandles.lookup()
                .findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
        MethodHandle dot = method(name + "SegmentDot", segment, long.class);
        return new Loop(
            prefix + "SegmentDot", MethodHandles.filterArguments(dot, 0, ofBuffer).asType(CALL));
      } catch (ClassNotFoundException e) {
        MethodHandle dot = method(name + "BufferDot", ByteBuffer.class, int.class);
        return new Loop(prefix + "BufferDot", dot.asType(CALL));
      }
    }

    private static final MethodType CALL =
        MethodType.methodType(int.class, ByteBuffer.class, int.class, short[].class);

    private static MethodHandle method(String name, Class<?> memory, Class<?> offset)
        throws ReflectiveOperationException {
      var constructor = Class.forName(name).getDeclaredConstructor();
      MethodType type = MethodType.methodType(int.class, memory, offset, short[].class);
      Object loop = constructor.newInstance();
      return MethodHandles.lookup().findVirtual(loop.getClass(), "dot", type).bindTo(loop);
    }

    int dot(ByteBuffer memory, int offset, short[] levels) throws Throwable {
      return (int) handle.invokeExact(memory, offset, levels);
    }
  }
}
