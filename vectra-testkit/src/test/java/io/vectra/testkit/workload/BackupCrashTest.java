package io.vectra.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.Verification;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Trace;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Crashes while a backup is written: its directory opens with everything, or not at all. */
class BackupCrashTest {
  private static final OpenOptions EXISTING = OpenOptions.defaults().withCreateIfMissing(false);

  @Test
  void everyCrashOfABackup_leavesAWholeCopyOrNone() {
    TreeMap<String, String> expected;
    Trace trace = new Trace();
    try (Database database = source()) {
      expected = Content.read(database);
      database.backup(new InterposedStorage(Workload.memory(), trace), FileProgress.NONE);
    }
    CrashStates crashes = new CrashStates(trace.calls(), 20, 7);
    int[] opened = {0};
    int[] refused = {0};
    crashes.forEach(
        (image, point, processDied) -> {
          if (isWholeCopy(image, expected)) {
            opened[0]++;
          } else {
            assertThat(point).as("a finished backup").isLessThan(trace.calls().size());
            refused[0]++;
          }
        });
    System.out.printf(
        "crashes of a backup: %d calls, %d distinct images: %d whole, %d refused%n",
        trace.calls().size(), crashes.images(), opened[0], refused[0]);
    assertThat(opened[0]).isPositive();
    assertThat(refused[0]).isGreaterThan(100);
  }

  private static Database source() {
    Session session =
        new Session(Workload.memory(), () -> 0, OpenOptions.defaults().withMemtableBytes(1 << 20));
    session.createTable("T");
    session.createTable("U");
    session.createIndex("T");
    session.commit(
        w -> {
          for (int i = 1; i <= 1_050; i++) {
            w.insert("T", i, "t" + i);
          }
        });
    session.checkpoint();
    session.commit(w -> w.delete("T", 17));
    session.commit(w -> w.insert("U", 1, "u"));
    session.checkpoint();
    session.commit(w -> w.insert("U", 2, "in the log"));
    return session.database();
  }

  private static boolean isWholeCopy(CrashImage image, TreeMap<String, String> expected) {
    try (Storage storage = image.storage(Workload.memory().description());
        Database database = Vectra.open(storage, EXISTING)) {
      assertThat(Content.read(database)).isEqualTo(expected);
      return true;
    } catch (VectraException e) {
      assertThat(e.code()).isIn(ErrorCode.NOT_A_DATABASE, ErrorCode.CORRUPTION);
      assertThat(becomesANewDatabase(image)).isEqualTo(isEmpty(image));
      return false;
    }
  }

  /** Whether opening it as anyone would makes a database there. */
  private static boolean becomesANewDatabase(CrashImage image) {
    try (Storage storage = image.storage(Workload.memory().description());
        Database database = Vectra.open(storage, OpenOptions.defaults())) {
      return database.catalog().tables().isEmpty();
    } catch (VectraException e) {
      return false;
    }
  }

  private static boolean isEmpty(CrashImage image) {
    try (Storage storage = image.storage(Workload.memory().description())) {
      return storage.list("").isEmpty();
    }
  }

  @Test
  void finishedBackup_isCleanAndWritable() {
    MemoryStorage target = Workload.memory();
    try (Database database = source()) {
      database.backup(target, FileProgress.NONE);
    }
    assertThat(Verification.run(target).isClean()).isTrue();
    Session copy = new Session(target, () -> 0, EXISTING);
    copy.commit(w -> w.insert("U", 3, "on top"));
    copy.close();
    try (Database database = Vectra.open(target, EXISTING)) {
      assertThat(Content.read(database)).containsKey(Content.row("U", 3));
    }
  }
}
