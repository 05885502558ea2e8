package io.vectra.engine.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Writes are what a TreeMap has, and their views what copies of one are, at a fraction of it. */
class KeyedWritesPropertyTest {
  private static final int ALTERNATIONS = 20_000;

  /** What is copied of each path from the root; the depth of a random tree is about 2 ln n. */
  private static final long MOST_COPIES = 40L * ALTERNATIONS;

  private record Taken(Map<RowKey, Write> view, TreeMap<RowKey, Write> copy) {}

  @Test
  void views_afterRandomWrites_areWhatCopiesAre() {
    long seed = Long.getLong("vectra.seed", 5);
    Random random = new Random(seed);
    KeyedWrites writes = new KeyedWrites();
    TreeMap<RowKey, Write> expected = new TreeMap<>();
    List<Taken> taken = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      RowKey key = KeyCodec.hidden(random.nextInt(300));
      if (random.nextInt(3) == 0) {
        assertThat(writes.remove(key)).isSameAs(expected.remove(key));
      } else {
        Write write = write(i);
        assertThat(writes.put(key, write)).isSameAs(expected.put(key, write));
      }
      if (random.nextInt(40) == 0) {
        taken.add(new Taken(writes.view(), new TreeMap<>(expected)));
      }
    }
    taken.add(new Taken(writes, expected));
    for (Taken each : taken) {
      assertThat(List.copyOf(each.view().entrySet()))
          .as("-Dvectra.seed=%d", seed)
          .isEqualTo(List.copyOf(each.copy().entrySet()));
      assertThat(each.view()).hasSameSizeAs(each.copy());
      for (int i = 0; i < 300; i++) {
        RowKey key = KeyCodec.hidden(i);
        assertThat(each.view().get(key)).isSameAs(each.copy().get(key));
      }
    }
  }

  @Test
  void writesAndReads_inTurn_copyAPathEach() {
    WriteSet writes = new WriteSet();
    for (int i = 0; i < ALTERNATIONS; i++) {
      writes.put(1, KeyCodec.hidden(i), write(i));
      assertThat(writes.table(1)).hasSize(i + 1).containsKey(KeyCodec.hidden(i / 2));
    }
    assertThat(writes.copies(1)).isBetween((long) ALTERNATIONS, MOST_COPIES);
  }

  @Test
  void writes_withoutReads_copyNothing() {
    WriteSet writes = new WriteSet();
    for (int i = 0; i < ALTERNATIONS; i++) {
      writes.put(1, KeyCodec.hidden(i), write(i));
    }
    assertThat(writes.copies(1)).isZero();
    assertThat(writes.table(1)).hasSize(ALTERNATIONS);
  }

  private static Write write(int value) {
    return new Write(false, 0, new Object[] {value}, false);
  }
}
