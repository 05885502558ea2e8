package io.vectra.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
  private static final long LIMIT = 1_000;

  private final HeapBudget budget = new HeapBudget();
  private final List<Holder> shrunk = new ArrayList<>();

  /** Gives back all that it can. */
  private final class Holder implements HeapBudget.Shrinkable {
    private final long least;
    private long bytes;

    Holder(long bytes, long least) {
      this.bytes = bytes;
      this.least = least;
      budget.add(this);
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public void shrink() {
      bytes = least;
      shrunk.add(this);
    }
  }

  @Test
  void take_withinWhatIsLeft_asksNobody() {
    new Holder(400, 0);
    assertThat(budget.take(600, LIMIT)).isTrue();
    assertThat(budget.ofStatements()).isEqualTo(600);
    assertThat(shrunk).isEmpty();
  }

  @Test
  void take_ofMore_asksWhoHasMost_andNoMoreThanItHasTo() {
    Holder small = new Holder(100, 0);
    Holder large = new Holder(500, 10);
    assertThat(budget.take(600, LIMIT)).isTrue();
    assertThat(shrunk).containsExactly(large);
    assertThat(budget.take(300, LIMIT)).isTrue();
    assertThat(shrunk).containsExactly(large, small);
    assertThat(budget.ofStatements() + budget.ofOthers()).isEqualTo(910);
  }

  @Test
  void take_ofWhatNobodyCanGiveBack_isRefused_andTakesNothing() {
    Holder stubborn = new Holder(500, 500);
    assertThat(budget.take(501, LIMIT)).isFalse();
    assertThat(budget.ofStatements()).isZero();
    assertThat(shrunk).containsExactly(stubborn);
    budget.remove(stubborn);
    assertThat(budget.take(501, LIMIT)).isTrue();
    budget.giveBack(501);
    assertThat(budget.ofStatements()).isZero();
  }

  @Test
  void take_ofMoreThanTheLimit_asksNobody() {
    new Holder(500, 0);
    assertThat(budget.take(LIMIT + 1, LIMIT)).isFalse();
    assertThat(shrunk).isEmpty();
  }
}
