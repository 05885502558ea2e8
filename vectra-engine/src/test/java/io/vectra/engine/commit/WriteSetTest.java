package io.vectra.engine.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.RowKey;
import org.junit.jupiter.api.Test;

/** The size by which a commit is limited is that of its net effect. */
class WriteSetTest {
  private final WriteSet writes = new WriteSet();
  private final RowKey key = KeyCodec.hidden(1);

  @Test
  void bytes_ofARowThatIsUpdatedAgainAndAgain_areThoseOfItsLastVersion() {
    writes.put(1, key, write("short"));
    long once = writes.bytes();
    for (int i = 0; i < 100; i++) {
      writes.put(1, key, write("x".repeat(1_000)));
      writes.put(1, key, write("other"));
    }
    assertThat(writes.bytes()).isEqualTo(once).isPositive();
  }

  @Test
  void bytes_afterRollbackTo_areThoseOfTheMark() {
    writes.put(1, key, write("kept"));
    long before = writes.bytes();
    int mark = writes.mark();
    writes.put(1, key, write("x".repeat(1_000)));
    writes.put(1, KeyCodec.hidden(2), write("y".repeat(1_000)));
    writes.put(2, key, write("z".repeat(1_000)));
    assertThat(writes.bytes()).isGreaterThan(before + 2_900);
    writes.rollbackTo(mark);
    assertThat(writes.bytes()).isEqualTo(before);
    writes.rollbackTo(0);
    assertThat(writes.bytes()).isZero();
  }

  private static Write write(String text) {
    return new Write(false, 0, new Object[] {text}, false);
  }
}
