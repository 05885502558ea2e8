package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.workload.Content;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Workload;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call of a backup to its target fails in turn: the source goes on, nothing half opens. */
class BackupFaultTest {
  private static final OpenOptions EXISTING = OpenOptions.defaults().withCreateIfMissing(false);
  private static final int MOST_CALLS = 1_000;

  /** How often a backup failed, and how often it did not need the call that failed. */
  private int refused;

  private int unneeded;

  @ParameterizedTest
  @EnumSource(
      value = Fault.Effect.class,
      names = {"IO_ERROR", "DISK_FULL", "SHORT_WRITE"})
  void everyCallToTheTarget_thatFails_endsTheBackupAlone(Fault.Effect effect) {
    int site = 0;
    while (failsAt(effect, site)) {
      site++;
      assertThat(site).isLessThan(MOST_CALLS);
    }
    System.out.printf(
        "backup: %d calls to the target failed, each with %s: %d backups refused, %d whole%n",
        site, effect, refused, unneeded);
    assertThat(refused).isGreaterThan(40);
  }

  /** False when the target has no call of that number. */
  private boolean failsAt(Fault.Effect effect, int site) {
    String where = effect + " at call " + site;
    MemoryStorage target = Workload.memory();
    Fault fault = Fault.at(effect, site, 1, call -> true);
    Session source = source();
    try {
      TreeMap<String, String> before = Content.read(source.database());
      VectraException failure =
          catchThrowableOfType(
              VectraException.class,
              () ->
                  source
                      .database()
                      .backup(new InterposedStorage(target, fault), FileProgress.NONE));
      TreeMap<String, String> copied = contentOf(target);
      if (failure == null) {
        assertThat(copied).as(where).isEqualTo(before);
        unneeded += fault.fired();
      } else {
        refused++;
        requireRefusal(failure, effect, target, where);
        assertThat(copied == null || copied.equals(before)).as(where).isTrue();
      }
      requireWell(source, before, where);
      return fault.fired() > 0;
    } finally {
      source.close();
    }
  }

  private static Session source() {
    Session source = new Session(Workload.memory(), () -> 0, OpenOptions.defaults());
    source.createTable("T");
    source.createTable("U");
    source.commit(w -> w.insert("T", 1, "t"));
    source.commit(w -> w.insert("U", 1, "u"));
    source.checkpoint();
    source.commit(w -> w.insert("T", 2, "in the log"));
    source.commit(w -> w.delete("T", 1));
    return source;
  }

  private static void requireRefusal(
      VectraException failure, Fault.Effect effect, MemoryStorage target, String where) {
    assertThat(failure.code())
        .as(where + ": " + failure)
        .isEqualTo(effect == Fault.Effect.IO_ERROR ? ErrorCode.IO_ERROR : ErrorCode.DISK_FULL);
    if (!target.list("").isEmpty()) {
      assertThat(failure).as(where).hasMessageContaining(target.description() + " is not");
    }
  }

  /** The source has all it had, takes commits, and can be backed up elsewhere. */
  private static void requireWell(Session source, TreeMap<String, String> before, String where) {
    assertThat(Content.read(source.database())).as(where).isEqualTo(before);
    source.commit(w -> w.insert("U", 2, "afterwards"));
    assertThat(source.database().verify().isClean()).as(where).isTrue();
    MemoryStorage second = Workload.memory();
    source.database().backup(second, FileProgress.NONE);
    assertThat(contentOf(second)).as(where).isEqualTo(Content.read(source.database()));
  }

  /** What a copy holds, or null when it does not open. */
  private static TreeMap<String, String> contentOf(Storage target) {
    try (Database database = Vectra.open(target, EXISTING)) {
      return Content.read(database);
    } catch (VectraException e) {
      assertThat(e.code()).isIn(ErrorCode.NOT_A_DATABASE, ErrorCode.CORRUPTION);
      return null;
    }
  }
}
