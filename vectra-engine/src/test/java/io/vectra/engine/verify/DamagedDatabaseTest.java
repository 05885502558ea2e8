package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Opens databases of which one file is damaged: they are refused, or answer exactly; never a wrong
 * answer, and nothing but a VectraException.
 */
class DamagedDatabaseTest {
  private static final Logger LOGGER = Logger.getLogger("io.vectra");
  private static SmallDatabase database;

  @BeforeAll
  static void silence() {
    LOGGER.setLevel(Level.OFF);
    database = new SmallDatabase("damaged");
  }

  @AfterAll
  static void speak() {
    LOGGER.setLevel(null);
  }

  @Test
  void open_ofAnyDamage_isRefusedOrAnswersExactly() {
    int step = Boolean.getBoolean("vectra.proof") ? 97 : 1_499;
    int exact = 0;
    int refused = 0;
    List<Damage> damages = Damage.sample(database, step);
    List<Object> nearest;
    try (Database intact =
        Vectra.open(database.files().toStorage("exact"), SmallDatabase.OPTIONS)) {
      nearest = SmallDatabase.nearest(intact, true);
    }
    for (Damage damage : damages) {
      MemoryStorage storage = damage.files().toStorage("open " + damage.name());
      try (Database opened = Vectra.open(storage, SmallDatabase.OPTIONS)) {
        assertThat(SmallDatabase.rows(opened)).as(damage.toString()).isEqualTo(database.rows());
        assertThat(SmallDatabase.nearest(opened, true)).as(damage.toString()).isEqualTo(nearest);
        assertThat(SmallDatabase.nearest(opened, false)).as(damage.toString()).isEqualTo(nearest);
        exact++;
      } catch (VectraException e) {
        assertThat(e.code())
            .as(damage + ": " + e.getMessage())
            .isIn(ErrorCode.CORRUPTION, ErrorCode.NEWER_FORMAT, ErrorCode.IO_ERROR);
        assertThat(damage.isGraph()).as(damage + ": " + e.getMessage()).isFalse();
        refused++;
      }
    }
    System.out.println(
        "open: %d damages: %d answered exactly, %d refused, none wrong"
            .formatted(damages.size(), exact, refused));
    assertThat(exact).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void open_withAnyByteOfTheGraphDamaged_answersExactly() {
    int step = Boolean.getBoolean("vectra.proof") ? 1 : 97;
    String graph =
        database.files().names().stream()
            .filter(name -> name.contains("/index-"))
            .findFirst()
            .orElseThrow();
    byte[] bytes = database.files().bytes(graph).clone();
    MemoryStorage storage = database.files().toStorage("graph");
    OpenOptions readOnly = SmallDatabase.OPTIONS.withReadOnly(true);
    List<Object> nearest = null;
    int damages = 0;
    try (WritableFile file = storage.openForWriting(graph)) {
      for (int at = 0; at < bytes.length; at += step) {
        byte damage = (byte) (1 + at % 255);
        bytes[at] ^= damage;
        file.write(at, bytes, at, 1);
        try (Database opened = Vectra.open(storage, readOnly)) {
          nearest = nearest == null ? SmallDatabase.nearest(opened, true) : nearest;
          assertThat(SmallDatabase.nearest(opened, false)).as("byte " + at).isEqualTo(nearest);
        }
        bytes[at] ^= damage;
        file.write(at, bytes, at, 1);
        damages++;
      }
    }
    System.out.println("open: " + damages + " bytes of a graph damaged, each answered exactly");
    assertThat(damages).isGreaterThan(300);
  }

  @Test
  void aDamagedGraph_isToldOnce_answeredWithout_andBuiltAnewByTheNextFlush() {
    String graph =
        database.files().names().stream()
            .filter(name -> name.contains("/index-"))
            .findFirst()
            .orElseThrow();
    MemoryStorage storage = database.files().toStorage("rebuilt");
    byte[] block = new byte[8];
    Arrays.fill(block, (byte) 0x5A);
    try (WritableFile file = storage.openForWriting(graph)) {
      file.write(4_096, block, 0, block.length);
    }
    assertThat(Verification.run(storage).damages()).hasSize(1);
    List<LogRecord> told =
        warningsOf(
            () -> {
              try (Database opened = Vectra.open(storage, SmallDatabase.OPTIONS)) {
                List<Object> nearest = SmallDatabase.nearest(opened, true);
                for (int i = 0; i < 3; i++) {
                  assertThat(SmallDatabase.nearest(opened, false)).isEqualTo(nearest);
                }
                opened.checkpoint();
              }
            });
    assertThat(told).hasSize(1);
    assertThat(told.get(0).getThrown()).isNull();
    assertThat(told.get(0).getMessage()).contains(graph);
    VerifyReport report = Verification.run(storage);
    assertThat(report.damages()).isEmpty();
    assertThat(StoredFiles.of(storage).names())
        .doesNotContain(graph)
        .anyMatch(name -> name.contains("/index-"));
  }

  @Test
  void open_withoutState_tellsThatItCannotKnowTheEndOfTheLogs() {
    MemoryStorage whole = database.files().toStorage("with STATE");
    assertThat(warningsOf(() -> openAndClose(whole))).isEmpty();
    MemoryStorage without = database.files().with("STATE", null).toStorage("without STATE");
    List<LogRecord> told = warningsOf(() -> openAndClose(without));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).getMessage())
        .contains("STATE of " + without.description() + " is missing");
  }

  @Test
  void verify_ofAStateThatIsADirectory_refusesAsOpeningDoes() {
    MemoryStorage storage = database.files().with("STATE", null).toStorage("STATE a directory");
    storage.createDirectory("STATE");
    List<Finding> damages = Verification.run(storage).damages();
    assertThat(damages).hasSize(1);
    assertThat(damages.get(0).severity()).isEqualTo(Severity.ERROR);
    assertThat(damages.get(0).kind()).isEqualTo(FindingKind.UNREADABLE);
    assertThatThrownBy(() -> Vectra.open(storage, SmallDatabase.OPTIONS))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
    assertThatThrownBy(() -> Repair.run(storage))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
  }

  private static void openAndClose(MemoryStorage storage) {
    Vectra.open(storage, SmallDatabase.OPTIONS).close();
  }

  private static List<LogRecord> warningsOf(Runnable work) {
    List<LogRecord> told = new ArrayList<>();
    Handler handler = new Told(told);
    LOGGER.setLevel(Level.WARNING);
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(handler);
    try {
      work.run();
    } finally {
      LOGGER.removeHandler(handler);
      LOGGER.setUseParentHandlers(true);
      LOGGER.setLevel(Level.OFF);
    }
    return told;
  }

  /** Keeps what is logged. */
  private static final class Told extends Handler {
    private final List<LogRecord> records;

    Told(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord logged) {
      records.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void open_withoutASegment_namesItItsRowsAndTheWayOut() {
    MemoryStorage storage = database.files().toStorage("missing");
    storage.delete("t1/segment-1");
    assertThatThrownBy(() -> Vectra.open(storage, SmallDatabase.OPTIONS))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageContaining("t1/segment-1 with 1040 rows")
        .hasMessageContaining("is missing")
        .hasMessageContaining("run vectra repair");
    Repair.run(storage);
    Vectra.open(storage, SmallDatabase.OPTIONS).close();
  }

  @Test
  void open_withoutAManifest_saysThatTheyWereRemoved() {
    MemoryStorage storage = database.files().toStorage("no manifest");
    database.files().names().stream()
        .filter(name -> name.startsWith("manifest-"))
        .forEach(storage::delete);
    assertThatThrownBy(() -> Vectra.open(storage, SmallDatabase.OPTIONS))
        .hasMessageContaining("manifests were removed")
        .hasMessageContaining("Restore a backup");
    assertThat(Verification.run(storage).damages())
        .anySatisfy(
            finding -> {
              assertThat(finding.toString()).contains("there is no manifest");
            });
  }

  @Test
  void repair_ofAnyDamage_keepsAllThatIsOutsideOfIt() {
    int step = Boolean.getBoolean("vectra.proof") ? 97 : 1_499;
    List<Damage> damages = Damage.sample(database, step);
    long lost = 0;
    int complete = 0;
    for (Damage damage : damages) {
      MemoryStorage storage = damage.files().toStorage("repair " + damage.name());
      RepairReport report;
      try {
        report = Repair.run(storage);
      } catch (VectraException e) {
        assertThat(e.code()).as(damage.toString()).isEqualTo(ErrorCode.NEWER_FORMAT);
        assertThat(damage.name()).startsWith("manifest-");
        continue;
      }
      assertRepaired(damage, storage);
      Map<String, TreeMap<String, String>> rows = SmallDatabase.rows(copy(storage));
      assertThat(differences(rows, database.rowsEver())).as(damage + " invents rows").isZero();
      long missing = differences(database.rows(), rows);
      assertRows(damage, report, rows, missing);
      complete += missing == 0 ? 1 : 0;
      lost += missing;
    }
    System.out.println(
        "repair: %d damages: %d without a lost row, %d rows lost in the others, all accounted for"
            .formatted(damages.size(), complete, lost));
    assertThat(complete).isPositive();
    assertThat(lost).isPositive();
  }

  private static void assertRepaired(Damage damage, MemoryStorage storage) {
    VerifyReport verified = Verification.run(storage);
    assertThat(verified.damages()).as(damage.toString()).isEmpty();
    StoredFiles before = StoredFiles.of(storage);
    RepairReport again = Repair.run(storage);
    assertThat(again.changed()).as(damage.toString()).isFalse();
    assertThat(StoredFiles.of(storage).sameAs(before)).as(damage.toString()).isTrue();
  }

  private static void assertRows(
      Damage damage, RepairReport report, Map<String, TreeMap<String, String>> rows, long missing) {
    long added = differences(rows, database.rows());
    String what = damage + "\n" + report.toText();
    if (damage.isSegment()) {
      // Of the rows of the segment, the log deletes ten, which are not missed.
      assertThat(missing).as(what).isBetween(report.rowsLost() - 10, report.rowsLost());
      assertThat(added).as(what).isZero();
    } else if (damage.isTombstones()) {
      assertThat(missing).as(what).isZero();
      assertThat(added).as(what).isEqualTo(report.deletionsLost());
    } else if (damage.isLog()) {
      Map<String, TreeMap<String, String>> sure = new TreeMap<>(database.rowsInSegments());
      sure.replaceAll((table, all) -> new TreeMap<>(all));
      sure.forEach((table, all) -> all.keySet().retainAll(database.rows().get(table).keySet()));
      assertThat(differences(sure, rows)).as(what).isZero();
      if (report.changed() && report.lostCommits().isEmpty()) {
        assertThat(rows).as(what).isEqualTo(database.rows());
      }
    } else {
      assertThat(rows).as(what).isEqualTo(database.rows());
    }
  }

  /** Rows of the first that the second does not have. */
  private static long differences(
      Map<String, TreeMap<String, String>> first, Map<String, TreeMap<String, String>> second) {
    long count = 0;
    for (Map.Entry<String, TreeMap<String, String>> table : first.entrySet()) {
      TreeMap<String, String> other = second.getOrDefault(table.getKey(), new TreeMap<>());
      count +=
          table.getValue().entrySet().stream()
              .filter(row -> !row.getValue().equals(other.get(row.getKey())))
              .count();
    }
    return count;
  }

  private static MemoryStorage copy(MemoryStorage storage) {
    return StoredFiles.of(storage).toStorage(storage.description() + " again");
  }
}
