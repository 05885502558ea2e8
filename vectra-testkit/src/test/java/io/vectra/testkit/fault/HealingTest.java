package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.schema.TableSchema;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.workload.Content;
import io.vectra.testkit.workload.Tables;
import io.vectra.testkit.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on, and what does not, after a sync has failed. */
class HealingTest {
  private volatile boolean logFails;
  private volatile boolean allFails;
  private volatile boolean namesFail;
  private volatile boolean manifestFails;
  private final Fault fault = new Fault(Fault.Effect.IO_ERROR, this::fails);
  private final InterposedStorage storage = new InterposedStorage(Workload.memory(), fault);
  private final Database database = Vectra.open(storage, OpenOptions.defaults());
  private final TableSchema table = database.createTable(Tables.define("T"));

  private boolean fails(StorageCall call) {
    if (manifestFails && call.file().startsWith("manifest-")) {
      return true;
    }
    return switch (call.kind()) {
      case SYNC -> allFails || logFails && call.file().startsWith("wal-");
      case SYNC_DIRECTORY -> namesFail && call.file().isEmpty();
      default -> false;
    };
  }

  @AfterEach
  void close() {
    database.close();
    assertThat(fault.fired()).isPositive();
  }

  @Test
  void transaction_begunBeforeTheDatabaseWasOpenedAnew_isToBeTriedAgain() {
    put(1);
    Transaction begun = database.begin();
    insert(begun, 2);
    failOnce(3);
    put(4);
    assertCode(begun::commit, ErrorCode.SERIALIZATION_CONFLICT);
    assertThat(rows()).contains(Content.row("T", 1), Content.row("T", 4));
    assertThat(rows()).doesNotContain(Content.row("T", 2));
    assertThat(database.events()).anyMatch(event -> event.kind() == EventKind.REOPENED);
  }

  @Test
  void deviceThatStaysIll_isReadOn_andTriedAgainOnceASecond() throws InterruptedException {
    put(1);
    allFails = true;
    for (int id = 2; id < 200; id++) {
      int each = id;
      assertCode(() -> put(each), ErrorCode.POISONED);
      assertThat(rows()).containsExactly(Content.row("T", 1));
    }
    long tried =
        database.events().stream()
            .filter(event -> event.message().contains("cannot be opened anew yet"))
            .count();
    assertThat(tried).isBetween(1L, 10L);
    allFails = false;
    long end = System.nanoTime() + 20_000_000_000L;
    while (!writes(200) && System.nanoTime() < end) {
      Thread.sleep(50); // the next attempt is due a second after the last one
    }
    assertThat(rows()).contains(Content.row("T", 1), Content.row("T", 200));
  }

  /** The device took a file, and then fails while the database is opened. */
  @Test
  void databaseThatCannotBeOpenedAnew_isTriedAgain_byReadsToo() throws InterruptedException {
    put(1);
    failOnce(2);
    manifestFails = true;
    assertCode(() -> put(3), ErrorCode.POISONED);
    assertCode(this::rows, ErrorCode.POISONED);
    manifestFails = false;
    long end = System.nanoTime() + 20_000_000_000L;
    while (!reads() && System.nanoTime() < end) {
      Thread.sleep(50); // the next attempt is due a second after the last one
    }
    put(4);
    assertThat(rows()).contains(Content.row("T", 1), Content.row("T", 4));
  }

  @Test
  void databaseThatCannotBeOpenedAnew_isClosed() {
    put(1);
    failOnce(2);
    manifestFails = true;
    assertCode(() -> put(3), ErrorCode.POISONED);
    database.close();
    manifestFails = false;
    try (Database reopened = Vectra.open(storage, OpenOptions.defaults())) {
      assertThat(Content.read(reopened)).containsKey(Content.row("T", 1));
    }
  }

  private boolean reads() {
    try {
      return !rows().isEmpty();
    } catch (VectraException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.POISONED);
      return false;
    }
  }

  private boolean writes(long id) {
    try {
      put(id);
      return true;
    } catch (VectraException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.POISONED);
      return false;
    }
  }

  /** They were acknowledged, and would be gone. */
  @Test
  void commitsThatAreInNoLog_areNotGivenUp() {
    put(1);
    database.checkpoint(); // makes the directory of the table
    OpenOptions options = OpenOptions.defaults().withDurability(Durability.BULK);
    try (Database bulk = Vectra.open(storage, options);
        Transaction transaction = bulk.begin()) {
      insert(transaction, 2);
      transaction.commit();
      namesFail = true;
      assertCode(bulk::checkpoint, ErrorCode.POISONED);
      namesFail = false;
      assertCode(() -> put(3), ErrorCode.POISONED);
    }
    assertThat(rows()).containsExactly(Content.row("T", 1), Content.row("T", 2));
    assertThat(database.events())
        .anyMatch(event -> event.message().contains("Commits of durability BULK"));
    assertThat(database.events()).noneMatch(event -> event.kind() == EventKind.REOPENED);
    assertCode(database::close, ErrorCode.POISONED);
  }

  private void failOnce(long id) {
    logFails = true;
    assertCode(() -> put(id), ErrorCode.POISONED);
    logFails = false;
  }

  private void put(long id) {
    try (Transaction transaction = database.begin()) {
      insert(transaction, id);
      transaction.commit();
    }
  }

  private void insert(Transaction transaction, long id) {
    transaction.insert(table.id(), new Object[] {id, "v", Tables.vector(id, "v")});
  }

  private List<String> rows() {
    return Content.read(database).keySet().stream().filter(key -> key.startsWith("row/")).toList();
  }

  private static void assertCode(Runnable action, ErrorCode code) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
