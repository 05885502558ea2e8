package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Interposer;
import io.vectra.testkit.workload.Tables;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread is interrupted before one of its calls to the file system, each in turn. */
class InterruptTest {
  private static final int STEP = Boolean.getBoolean("vectra.proof") ? 1 : 5;

  @TempDir Path directory;

  /** Calls of the thread so far. */
  private final AtomicInteger calls = new AtomicInteger();

  private FaultScript script;

  @Test
  void interrupt_beforeAnyCall_closesNothing_andTheFlagStays() {
    int sites = 0;
    while (interrupt(storage("alone-" + sites, sites * STEP), sites * STEP)) {
      script.requireRecovered(
          FileStorage.open(directory.resolve("alone-" + sites)), "interrupted at " + sites * STEP);
      sites++;
    }
    System.out.println("interrupts: " + sites + " calls, every " + STEP + ". of a thread");
    assertThat(sites * STEP).isGreaterThan(100);
  }

  @Test
  void interrupt_beforeAnyCall_isNoErrorForAnotherThread() throws InterruptedException {
    int sites = 0;
    long commits = 0;
    boolean more = true;
    while (more) {
      Storage storage = storage("shared-" + sites, sites * STEP);
      Bystander bystander = new Bystander(storage);
      more = interrupt(storage, sites * STEP);
      commits += bystander.end();
      sites += more ? 1 : 0;
    }
    System.out.println(
        "interrupts: " + sites + " calls, another thread committed " + commits + " times");
    assertThat(commits).isGreaterThan(sites);
  }

  /** Real files; this thread is interrupted before its call of that number. */
  private Storage storage(String name, int site) {
    Thread victim = Thread.currentThread();
    calls.set(0);
    Interposer interposer =
        (call, action) -> {
          if (Thread.currentThread() == victim && calls.getAndIncrement() == site) {
            victim.interrupt();
          }
          action.run();
        };
    return new InterposedStorage(FileStorage.openOrCreate(directory.resolve(name)), interposer);
  }

  /** Uses a storage; false when no call was interrupted. */
  private boolean interrupt(Storage storage, int site) {
    script = new FaultScript(storage).run();
    assertThat(script.failures()).as("interrupted before call " + site).isEmpty();
    assertThat(script.probe()).isNull();
    script.close();
    boolean flag = Thread.interrupted();
    assertThat(flag).as("the flag, after call " + site).isEqualTo(calls.get() > site);
    return flag;
  }

  /** Another thread that reads and writes the same database all the while. */
  private static final class Bystander {
    private final Storage storage;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "bystander");

    Bystander(Storage storage) throws InterruptedException {
      this.storage = storage;
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      begun.await();
    }

    private void run() {
      try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
        TableSchema table = database.createTable(Tables.define(FaultScript.BYSTANDER));
        begun.countDown();
        for (long id = 1; !stop.get(); id++) {
          String value = "bystander";
          try (Transaction transaction = database.begin()) {
            transaction.insert(table.id(), new Object[] {id, value, Tables.vector(id, value)});
            transaction.commit();
          }
          commits.incrementAndGet();
          try (Snapshot snapshot = database.snapshot();
              RowCursor rows = snapshot.query(Query.all(table.id()))) {
            long count = 0;
            while (rows.next()) {
              count++;
            }
            assertThat(count).isEqualTo(id);
          }
        }
      } finally {
        begun.countDown();
      }
    }

    int end() throws InterruptedException {
      stop.set(true);
      thread.join();
      assertThat(failure.get()).isNull();
      return commits.get();
    }
  }
}
