package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackpressureTest {
  private static final long LIMIT = 64 << 20;
  private static final long BATCH = 1_600_000;

  private final Backpressure backpressure = new Backpressure(LIMIT);

  @Test
  void pause_upToTheLimit_isNone() {
    assertThat(backpressure.pauseNanos(0, BATCH)).isZero();
    assertThat(backpressure.pauseNanos(LIMIT, BATCH)).isZero();
    assertThat(backpressure.isFull(LIMIT)).isFalse();
    assertThat(backpressure.isFull(LIMIT + 1)).isTrue();
  }

  @Test
  void pauses_betweenTheLimitAndItsDouble_giveAFlushMoreThanASecond() {
    for (long commit : new long[] {1_600, BATCH}) {
      long nanos = 0;
      for (long bytes = LIMIT; !backpressure.isOverfull(bytes); bytes += commit) {
        nanos += backpressure.pauseNanos(bytes, commit);
      }
      assertThat(nanos).isBetween(1_200_000_000L, 1_600_000_000L);
    }
  }

  @Test
  void pause_ofAnyCommit_isShort() {
    assertThat(backpressure.pauseNanos(2 * LIMIT, BATCH)).isLessThan(100_000_000L);
    assertThat(backpressure.pauseNanos(10 * LIMIT, 1 << 30)).isEqualTo(100_000_000);
  }

  @Test
  void pause_ofAnInterruptedThread_endsAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    long start = System.nanoTime();
    backpressure.pause(10 * LIMIT, 1 << 30);
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000);
    assertThat(Thread.interrupted()).isTrue();
  }
}
