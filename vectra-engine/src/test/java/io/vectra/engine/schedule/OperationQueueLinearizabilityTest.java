package io.vectra.engine.schedule;

import io.vectra.engine.event.EventLog;
import io.vectra.engine.linearizability.Linearizability;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Who submits an operation gets one that began after that, alone among those of its thread. */
class OperationQueueLinearizabilityTest {
  private static final OperationQueue QUEUE =
      new OperationQueue("linearizability", new EventLog("linearizability"));

  @Test
  void stressed() {
    Linearizability.stress(Subject.class, Specification.class, 1_000);
  }

  /** Threads that submit operations, and wait for them. */
  public static final class Subject {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    @Operation
    public boolean flush() {
      return submit(OperationQueue.Kind.FLUSH);
    }

    @Operation
    public boolean growLog() {
      return submit(OperationQueue.Kind.LOG_GROWTH);
    }

    private boolean submit(OperationQueue.Kind kind) {
      int before = begun.get();
      AtomicInteger most = new AtomicInteger();
      QUEUE
          .submit(
              kind,
              () -> {
                begun.incrementAndGet();
                most.set(running.incrementAndGet());
                Thread.onSpinWait();
                running.decrementAndGet();
              })
          .join();
      return begun.get() > before && most.get() <= 1;
    }
  }

  /** Each is served. */
  public static final class Specification {
    public boolean flush() {
      return true;
    }

    public boolean growLog() {
      return true;
    }
  }
}
