package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.verify.VerifyReport;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verifying a database that is open, by several threads at once. */
class VerifyOpenDatabaseTest {
  private static final FileProgress CANCELS =
      (file, done, total) -> {
        throw new VectraException(ErrorCode.QUERY_CANCELED, "The statement was canceled.");
      };

  private Database database;

  @BeforeEach
  void create() {
    database = Vectra.openInMemory("verify-open", OpenOptions.defaults());
    TableSchema table = TestTables.documents(database);
    try (Transaction transaction = database.begin()) {
      transaction.insert(table.id(), TestTables.row(1, "a", 1, TestTables.vector(new Random(1))));
      transaction.commit();
    }
    database.checkpoint();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void verify_whoseListenerThrows_endsWithThat_andTheDatabaseGoesOn() {
    assertThatThrownBy(() -> database.verify(CANCELS))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELED));
    assertThat(database.verify().isClean()).isTrue();
  }

  @Test
  void verify_besideAnotherThatIsCancelled_isNot() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FutureTask<VerifyReport> first =
        start(
            () ->
                database.verify(
                    (file, done, total) -> {
                      running.countDown();
                      await(goOn);
                    }));
    running.await();
    FutureTask<VerifyReport> cancelled = startAndWait(() -> database.verify(CANCELS));
    FutureTask<VerifyReport> joined = startAndWait(database::verify);
    goOn.countDown();
    assertThat(first.get().isClean()).isTrue();
    assertThatThrownBy(cancelled::get).hasMessageContaining("canceled");
    assertThat(joined.get().isClean()).isTrue();
  }

  private static FutureTask<VerifyReport> start(Callable<VerifyReport> task) {
    FutureTask<VerifyReport> future = new FutureTask<>(task);
    new Thread(future).start();
    return future;
  }

  /** Returns when the task waits for the database. */
  private static FutureTask<VerifyReport> startAndWait(Callable<VerifyReport> task) {
    FutureTask<VerifyReport> future = new FutureTask<>(task);
    Thread thread = new Thread(future);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING && !future.isDone()) {
      Thread.onSpinWait();
    }
    return future;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
