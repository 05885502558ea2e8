package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Repairs that die at each of their changes, and are run again: the rows are the same at the end.
 */
class RepairCrashTest {
  private static final Logger LOGGER = Logger.getLogger("io.vectra");
  private static final int REMOVED_STEP = Boolean.getBoolean("vectra.proof") ? 1 : 5;
  private static SmallDatabase database;

  @BeforeAll
  static void silence() {
    LOGGER.setLevel(Level.OFF);
    database = new SmallDatabase("crashing");
  }

  @AfterAll
  static void speak() {
    LOGGER.setLevel(null);
  }

  @Test
  void repair_thatDiesAnywhere_endsTheSameWhenRunAgain() {
    int crashes = 0;
    for (String name : database.files().names()) {
      byte[] bytes = database.files().bytes(name).clone();
      bytes[bytes.length / (name.startsWith("wal-") ? 64 : 2)] ^= 8;
      crashes += die(new Damage(name, "bit", database.files().with(name, bytes)), 1);
      crashes += die(new Damage(name, "removed", database.files().with(name, null)), REMOVED_STEP);
    }
    System.out.println("repair: died " + crashes + " times, the same rows each time");
    assertThat(crashes).isGreaterThan(300);
  }

  @Test
  void repair_thatLosesPowerAnywhere_endsTheSameWhenRunAgain() {
    int losses = 0;
    for (String name : database.files().names()) {
      byte[] bytes = database.files().bytes(name).clone();
      bytes[bytes.length / (name.startsWith("wal-") ? 64 : 2)] ^= 8;
      losses += losePower(new Damage(name, "bit", database.files().with(name, bytes)));
    }
    System.out.println("repair: lost power " + losses + " times, the same rows each time");
    assertThat(losses).isGreaterThan(300);
  }

  /** Dies at each change, and everything that was not synced is gone. */
  private static int losePower(Damage damage) {
    MemoryStorage whole = damage.files().toStorage("whole " + damage.name());
    CrashingStorage counting = new CrashingStorage(whole, () -> false);
    Repair.run(counting);
    Map<String, TreeMap<String, String>> expected = rows(whole);
    for (int dieAt = 1; dieAt <= counting.changes(); dieAt++) {
      String what = damage + ", power lost at change " + dieAt + " of " + counting.changes();
      PowerLossStorage storage = new PowerLossStorage(damage.files(), "loses power");
      assertThat(dies(storage, dieAt)).as(what).isTrue();
      MemoryStorage left = storage.afterPowerLoss("after power loss");
      Repair.run(left);
      assertThat(Verification.run(left).damages()).as(what).isEmpty();
      assertThat(rows(left)).as(what).isEqualTo(expected);
      assertEvidence(damage, left, what);
      assertThat(Repair.run(left).changed()).as(what).isFalse();
    }
    PowerLossStorage finished = new PowerLossStorage(damage.files(), "loses power at the end");
    Repair.run(finished);
    MemoryStorage left = finished.afterPowerLoss("after the end");
    assertThat(Verification.run(left).damages()).as(damage.toString()).isEmpty();
    assertThat(rows(left)).as(damage.toString()).isEqualTo(expected);
    return counting.changes() + 1;
  }

  private static int die(Damage damage, int step) {
    int crashes = 0;
    MemoryStorage whole = damage.files().toStorage("whole " + damage.name());
    CrashingStorage counting = new CrashingStorage(whole, () -> false);
    Repair.run(counting);
    Map<String, TreeMap<String, String>> expected = rows(whole);
    for (int dieAt = 1; dieAt <= counting.changes(); dieAt += step) {
      String what = damage + ", died at change " + dieAt + " of " + counting.changes();
      MemoryStorage storage = damage.files().toStorage("dies " + damage.name());
      boolean died = dies(storage, dieAt);
      assertThat(died).as(what).isTrue();
      if (dieAt % 3 == 0) {
        dies(storage, 1 + dieAt / 2); // and the second run dies, too
      }
      Repair.run(storage);
      assertThat(Verification.run(storage).damages()).as(what).isEmpty();
      assertThat(rows(storage)).as(what).isEqualTo(expected);
      assertEvidence(damage, storage, what);
      StoredFiles before = StoredFiles.of(storage);
      assertThat(Repair.run(storage).changed()).as(what).isFalse();
      assertThat(StoredFiles.of(storage).sameAs(before)).as(what).isTrue();
      crashes++;
    }
    return crashes;
  }

  private static boolean dies(Storage storage, int dieAt) {
    try {
      Repair.run(CrashingStorage.dyingAt(storage, dieAt));
      return false;
    } catch (CrashingStorage.Crash e) {
      return true;
    }
  }

  /** The damaged bytes are in the quarantine, whenever it died. */
  private static void assertEvidence(Damage damage, MemoryStorage storage, String what) {
    byte[] bytes = damage.files().bytes(damage.name());
    if (bytes == null) {
      return;
    }
    StoredFiles files = StoredFiles.of(storage);
    List<String> kept =
        files.names().stream()
            .filter(name -> name.startsWith("quarantine/"))
            .filter(name -> Arrays.equals(files.bytes(name), bytes))
            .toList();
    assertThat(kept).as(what + ": " + files.names()).isNotEmpty();
  }

  private static Map<String, TreeMap<String, String>> rows(MemoryStorage storage) {
    return SmallDatabase.rows(StoredFiles.of(storage).toStorage(storage.description() + " copy"));
  }
}
