package io.vectra.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.schedule.OperationQueue.Kind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upkeep that others were in the way of is tried again by itself; nothing else is. */
class OperationQueueTest {
  private final EventLog events = new EventLog("test");
  private final OperationQueue queue = new OperationQueue("test", events, Duration.ofMillis(50));
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void upkeep_thatOthersWereInTheWayOf_isTriedAgain() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<Void> end =
        queue.submit(
            Kind.INDEX_BUILD,
            () -> {
              if (runs.incrementAndGet() < 3) {
                throw new VectraException(ErrorCode.LOCK_TIMEOUT, "Another process writes.");
              }
              done.countDown();
            });
    assertThatThrownBy(() -> OperationEnd.await(end, () -> {}))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT));
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(events.events())
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.level()).isEqualTo(Level.INFO));
  }

  @Test
  void failure_orWhatAUserWanted_isNotTriedAgain() throws InterruptedException {
    assertFails(
        Kind.COMPACTION, new VectraException(ErrorCode.CORRUPTION, "A segment is damaged."));
    assertFails(
        Kind.VERIFY, new VectraException(ErrorCode.LOCK_TIMEOUT, "Another process writes."));
    CountDownLatch later = new CountDownLatch(1);
    queue.submitWhenQuiet(Kind.FLUSH, later::countDown, Duration.ofMillis(200)); // due after any
    assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(runs).hasValue(2);
    assertThat(events.events())
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.level()).isEqualTo(Level.WARNING));
  }

  private void assertFails(Kind kind, VectraException failure) {
    CompletableFuture<Void> end =
        queue.submit(
            kind,
            () -> {
              runs.incrementAndGet();
              throw failure;
            });
    assertThatThrownBy(() -> OperationEnd.await(end, () -> {}))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(failure.code()));
  }
}
