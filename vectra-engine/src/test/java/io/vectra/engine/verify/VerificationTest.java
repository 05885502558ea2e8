package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.Vectra;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What verification finds in a database of which any one file is damaged. */
class VerificationTest {
  private static final int THREADS = 2;
  private static final int SECTOR = 512;
  private static final SmallDatabase DATABASE = new SmallDatabase("verification");

  private final MemoryStorage storage = DATABASE.files().toStorage("file by file");
  private final Verification verification = Verification.of(storage);
  private int checks;

  @Test
  void run_ofIntactDatabase_isCleanAndChangesNothing() {
    VerifyReport report = Verification.run(storage);
    assertThat(report.findings()).isEmpty();
    assertThat(report.closed()).isTrue();
    assertThat(report.files()).isEqualTo(DATABASE.files().names().size());
    assertThat(report.bytes()).isEqualTo(DATABASE.files().bytes());
    assertThat(StoredFiles.of(storage).sameAs(DATABASE.files())).isTrue();
  }

  @Test
  void run_withEachFileRemoved_findsEach() {
    for (String name : DATABASE.files().names()) {
      VerifyReport report =
          Verification.run(DATABASE.files().with(name, null).toStorage("without"));
      assertThat(report.isClean()).as(name).isFalse();
    }
  }

  @Test
  void run_withEachFileReplacedByAnOlderOne_findsEach() {
    int replaced = 0;
    for (String name : DATABASE.files().names()) {
      for (byte[] older : DATABASE.olderVersions(name)) {
        VerifyReport report =
            Verification.run(DATABASE.files().with(name, older).toStorage("older"));
        assertThat(report.isClean()).as(name + " replaced").isFalse();
        replaced++;
      }
    }
    System.out.println("verify: " + replaced + " files replaced by older ones, all found");
    assertThat(replaced).isGreaterThan(5);
  }

  @Test
  void run_withEachFileReplacedByAnother_findsEach() {
    int replaced = 0;
    for (String name : DATABASE.files().names()) {
      for (String other : DATABASE.files().names()) {
        byte[] bytes = DATABASE.files().bytes(other);
        if (!Arrays.equals(bytes, DATABASE.files().bytes(name))) {
          VerifyReport report =
              Verification.run(DATABASE.files().with(name, bytes).toStorage("other"));
          assertThat(report.isClean()).as(name + " replaced by " + other).isFalse();
          replaced++;
        }
      }
    }
    System.out.println("verify: " + replaced + " files replaced by others, all found");
  }

  /** Every 97th byte one bit; with {@code -Dvectra.proof=true} every bit. */
  @Test
  void file_withFlippedBit_isNotIntact() {
    long step = Boolean.getBoolean("vectra.proof") ? 1 : 8 * 97 + 1;
    long flips =
        IntStream.range(0, THREADS)
            .parallel()
            .mapToLong(thread -> flip(thread * step, THREADS * step))
            .sum();
    System.out.println("verify: " + flips + " single bits flipped, all found");
    assertThat(flips).isGreaterThan(Boolean.getBoolean("vectra.proof") ? 524_288 : 1_000);
  }

  private static long flip(long first, long step) {
    MemoryStorage storage = DATABASE.files().toStorage("flipped-" + first);
    Verification verification = Verification.of(storage);
    assertThat(verification.files()).hasSameElementsAs(DATABASE.files().names());
    long flips = 0;
    for (String name : verification.files()) {
      byte[] bytes = DATABASE.files().bytes(name).clone();
      try (WritableFile file = storage.openForWriting(name)) {
        for (long bit = first; bit < bytes.length * 8L; bit += step) {
          int at = (int) (bit / 8);
          bytes[at] ^= (byte) (1 << bit % 8);
          file.write(at, bytes, at, 1);
          if (verification.isIntact(name)) {
            throw new AssertionError(name + " with bit " + bit + " flipped passes as intact");
          }
          bytes[at] ^= (byte) (1 << bit % 8);
          file.write(at, bytes, at, 1);
          flips++;
        }
      }
      assertThat(verification.isIntact(name)).as(name + " afterwards").isTrue();
    }
    return flips;
  }

  @Test
  void run_withFileCutToAnyLength_findsEach() {
    int cuts = 0;
    for (String name : DATABASE.files().names()) {
      byte[] bytes = DATABASE.files().bytes(name);
      int step = bytes.length < 5_000 || Boolean.getBoolean("vectra.proof") ? 1 : 509;
      for (int length = 0; length < bytes.length; length += step) {
        assertDamaged(name, Arrays.copyOf(bytes, length), "cut to " + length);
        cuts++;
      }
      assertDamaged(name, Arrays.copyOf(bytes, bytes.length - 1), "cut by a byte");
      assertDamaged(name, Arrays.copyOf(bytes, bytes.length + 1), "one byte longer");
      assertDamaged(name, Arrays.copyOf(bytes, bytes.length + 4_096), "a page longer");
      cuts += 3;
    }
    System.out.println("verify: " + cuts + " lengths cut or grown, all found");
  }

  @Test
  void run_withZerosOfAGrownLogCutOrAdded_findsIt() {
    MemoryStorage grown = new MemoryStorage("long log");
    try (Database database = Vectra.open(grown, SmallDatabase.OPTIONS)) {
      TableSchema table = database.createTable(SmallDatabase.notes());
      SmallDatabase.insertNotes(database, table, 0, 4_000);
      // The log grows in the background; each commit that finds too few zeros asks for more.
      for (int id = 4_000; !endsInZeros(grown) && id < 50_000; id++) {
        SmallDatabase.insertNotes(database, table, id, id + 1);
      }
    }
    StoredFiles files = StoredFiles.of(grown);
    assertThat(Verification.run(files.toStorage("intact")).isClean()).isTrue();
    String log = files.names().stream().filter(WriteAheadLog::isFileName).findFirst().orElseThrow();
    byte[] bytes = files.bytes(log);
    assertThat(bytes.length).isGreaterThan(2 * WriteAheadLog.FIRST_BYTES);
    assertThat(bytes[bytes.length - 1]).isZero();
    for (int length : new int[] {bytes.length - 1, bytes.length + 1, bytes.length + 4_096}) {
      VerifyReport report =
          Verification.run(files.with(log, Arrays.copyOf(bytes, length)).toStorage("changed"));
      assertThat(report.findings())
          .as("length " + length + " instead of " + bytes.length)
          .singleElement()
          .satisfies(finding -> assertThat(finding.kind()).isEqualTo(FindingKind.WRONG_LENGTH));
    }
  }

  private static boolean endsInZeros(MemoryStorage storage) {
    StoredFiles files = StoredFiles.of(storage);
    String log = files.names().stream().filter(WriteAheadLog::isFileName).findFirst().orElseThrow();
    byte[] bytes = files.bytes(log);
    int from = Math.max(0, bytes.length - 4_096);
    return Arrays.equals(Arrays.copyOfRange(bytes, from, bytes.length), new byte[4_096]);
  }

  @Test
  void run_withSectorsZeroedOrSwapped_findsEach() {
    int changes = 0;
    for (String name : DATABASE.files().names()) {
      byte[] bytes = DATABASE.files().bytes(name);
      for (int at = 0; at + SECTOR <= bytes.length; at += SECTOR) {
        byte[] zeroed = bytes.clone();
        Arrays.fill(zeroed, at, at + SECTOR, (byte) 0);
        changes += assertDamagedIfChanged(name, zeroed, "sector at " + at + " zeroed");
        byte[] swapped = bytes.clone();
        int other = (at + 3 * SECTOR) % (bytes.length - SECTOR + 1) / SECTOR * SECTOR;
        System.arraycopy(bytes, at, swapped, other, SECTOR);
        System.arraycopy(bytes, other, swapped, at, SECTOR);
        changes += assertDamagedIfChanged(name, swapped, at + " and " + other + " swapped");
      }
    }
    System.out.println("verify: " + changes + " sectors zeroed or swapped, all found");
    assertThat(changes).isGreaterThan(300);
  }

  private int assertDamagedIfChanged(String name, byte[] bytes, String how) {
    if (Arrays.equals(bytes, DATABASE.files().bytes(name))) {
      return 0;
    }
    assertDamaged(name, bytes, how);
    return 1;
  }

  private void assertDamaged(String name, byte[] bytes, String how) {
    storage.delete(name);
    try (WritableFile file = storage.create(name)) {
      file.write(0, bytes, 0, bytes.length);
    }
    boolean found = !verification.isIntact(name);
    storage.delete(name);
    try (WritableFile file = storage.create(name)) {
      file.write(0, DATABASE.files().bytes(name), 0, DATABASE.files().bytes(name).length);
    }
    checks++;
    if (!found || checks % 50 == 0) {
      assertFoundByRun(name, bytes, how);
    }
  }

  private static void assertFoundByRun(String name, byte[] bytes, String how) {
    VerifyReport report = Verification.run(DATABASE.files().with(name, bytes).toStorage("damaged"));
    if (report.isClean()) {
      // Whoever zeroes just the closing record of an older log leaves what a killed process leaves:
      // no commit is gone, and it is told as a note.
      assertThat(report.findings())
          .as(name + " " + how)
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.kind()).isEqualTo(FindingKind.NOT_CLOSED);
                assertThat(finding.file()).isEqualTo(name).startsWith("wal-");
                assertThat(how).contains("zeroed");
              });
    }
  }

  @Test
  void toJson_ofDamage_namesIt() {
    List<String> segments =
        DATABASE.files().names().stream().filter(name -> name.contains("segment-")).toList();
    String name = segments.get(0);
    byte[] bytes = DATABASE.files().bytes(name).clone();
    bytes[200] ^= 4;
    VerifyReport report = Verification.run(DATABASE.files().with(name, bytes).toStorage("json"));
    assertThat(report.toText()).contains("DAMAGED_BLOCK", name);
    assertThat(report.toJson()).contains("\"DAMAGED_BLOCK\"", "\"" + name + "\"");
    assertThat(report.rowsLost()).isPositive();
  }
}
