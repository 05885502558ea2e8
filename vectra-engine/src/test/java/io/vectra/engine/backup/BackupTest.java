package io.vectra.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final int WRITERS = 3;
  private static final int KEPT = 40;
  private static final OpenOptions OPTIONS = OpenOptions.defaults().withMemtableBytes(20_000);

  @TempDir Path directory;

  /** Writer w commits its numbers in order, and deletes each number KEPT before. */
  @Test
  void backup_whileThreadsWrite_holdsAPrefixOfEach_withEverythingCommittedBefore()
      throws Exception {
    int copies = Boolean.getBoolean("vectra.proof") ? 200 : 20;
    AtomicIntegerArray committed = new AtomicIntegerArray(WRITERS);
    AtomicBoolean stop = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    long rows = 0;
    try (Database database = Vectra.open(directory.resolve("source"), OPTIONS)) {
      TableSchema table = createTable(database);
      List<Thread> threads = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        Thread thread = new Thread(() -> write(database, table, writer, committed, stop));
        thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
        thread.start();
        threads.add(thread);
      }
      for (int copy = 0; copy < copies; copy++) {
        int[] before = values(committed);
        Path target = directory.resolve("copy-" + copy);
        BackupReport report = database.backup(target, FileProgress.NONE);
        int[] after = values(committed);
        assertThat(report.leftOut()).isEmpty();
        VerifyReport verified = Vectra.verify(target);
        assertThat(verified.isClean()).as(verified.toText()).isTrue();
        rows += check(target, before, after);
        deleteAll(target);
      }
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(failures).isEmpty();
    System.out.println(
        "backup: "
            + copies
            + " copies while "
            + WRITERS
            + " threads wrote, "
            + rows
            + " rows read");
  }

  private static void write(
      Database database,
      TableSchema table,
      int writer,
      AtomicIntegerArray committed,
      AtomicBoolean stop) {
    for (int n = 1; !stop.get(); n++) {
      try (Transaction transaction = database.begin()) {
        transaction.insert(table.id(), row(writer, n));
        if (n > KEPT) {
          transaction.delete(table.id(), KeyCodec.keyOf(table, row(writer, n - KEPT)));
        }
        transaction.commit();
      }
      committed.set(writer, n);
    }
  }

  private static int[] values(AtomicIntegerArray array) {
    int[] values = new int[array.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i);
    }
    return values;
  }

  /** Each writer's rows must be those after some number that it had reached meanwhile. */
  private static int check(Path copy, int[] before, int[] after) {
    TreeMap<Integer, TreeMap<Integer, float[]>> found = new TreeMap<>();
    int count = 0;
    try (Database database = Vectra.open(copy, OPTIONS.withCreateIfMissing(false));
        Snapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.query(Query.all(database.catalog().table("T").id()))) {
      while (rows.next()) {
        found
            .computeIfAbsent((Integer) rows.value(0), any -> new TreeMap<>())
            .put((Integer) rows.value(1), (float[]) rows.value(2));
        count++;
      }
    }
    for (int writer = 0; writer < before.length; writer++) {
      TreeMap<Integer, float[]> numbers = found.getOrDefault(writer, new TreeMap<>());
      int last = numbers.isEmpty() ? 0 : numbers.lastKey();
      assertThat(last).isBetween(before[writer], after[writer] + 1);
      assertThat(numbers).hasSize(Math.min(last, KEPT));
      if (last > 0) {
        assertThat(numbers.firstKey()).isEqualTo(Math.max(1, last - KEPT + 1));
        assertThat(numbers.get(last)).isEqualTo((float[]) row(writer, last)[2]);
      }
    }
    return count;
  }

  @Test
  void backup_toADirectoryThatIsNotEmptyOrOfTheDatabase_isRefused() throws IOException {
    Path source = directory.resolve("source");
    try (Database database = Vectra.open(source, OPTIONS)) {
      createTable(database);
      Path other = directory.resolve("other");
      Files.createDirectories(other);
      Files.writeString(other.resolve("precious"), "text");
      refused(database, other, ErrorCode.INVALID_PARAMETER);
      assertThat(other).isDirectoryContaining("glob:**precious");
      refused(database, source, ErrorCode.INVALID_PARAMETER);
      refused(database, source.resolve("inside/it"), ErrorCode.INVALID_PARAMETER);
      Files.createSymbolicLink(directory.resolve("link"), source);
      refused(database, directory.resolve("link/x"), ErrorCode.INVALID_PARAMETER);
      assertThat(source.resolve("inside")).doesNotExist();
      Path file = directory.resolve("file");
      Files.writeString(file, "text");
      refused(database, file, ErrorCode.NOT_A_DATABASE);
      database.backup(directory.resolve("a/b/c"), FileProgress.NONE);
      assertThat(Vectra.verify(directory.resolve("a/b/c")).isClean()).isTrue();
    }
  }

  @Test
  void backup_byAnInterruptedThread_leavesWhatDoesNotOpen() {
    try (Database database = Vectra.open(directory.resolve("source"), OPTIONS)) {
      TableSchema table = createTable(database);
      insert(database, table, 0, 10);
      Path target = directory.resolve("target");
      Thread.currentThread().interrupt();
      refused(database, target, ErrorCode.QUERY_CANCELED);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(() -> Vectra.open(target, OPTIONS).close())
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATABASE));
    }
  }

  @Test
  void backup_ofADamagedDatabase_namesTheFile_andADamagedGraphIsLeftOut() {
    MemoryStorage source = new MemoryStorage("source");
    TableSchema table;
    try (Database database = Vectra.open(source, OpenOptions.defaults())) {
      table = createTable(database);
      database.createIndex(
          new VectorIndex(0, "NN", table.id(), 2, VectorIndexOptions.of(Metric.EUCLIDEAN)));
      insert(database, table, 0, 1_100);
      database.checkpoint();
      String graph = nameOf(source, "index-");
      flip(source, graph);
      MemoryStorage copy = new MemoryStorage("copy");
      BackupReport report = database.backup(copy, FileProgress.NONE);
      assertThat(report.leftOut()).containsExactly(graph);
      try (Database opened = Vectra.open(copy, OpenOptions.defaults())) {
        assertThat(opened.catalog().indexes()).hasSize(1);
        opened.checkpoint();
        assertThat(opened.verify().isClean()).isTrue();
      }
      String segment = nameOf(source, "segment-");
      flip(source, segment);
      assertThatThrownBy(() -> database.backup(new MemoryStorage("second"), FileProgress.NONE))
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
          .hasMessageContaining(segment)
          .hasMessageContaining("cannot be opened");
    }
  }

  @Test
  void backup_ofAnEmptyDatabase_opens() {
    MemoryStorage copy = new MemoryStorage("copy");
    try (Database database = Vectra.open(new MemoryStorage("empty"), OpenOptions.defaults())) {
      BackupReport report = database.backup(copy, FileProgress.NONE);
      assertThat(report.files()).isZero();
    }
    OpenOptions existing = OpenOptions.defaults().withCreateIfMissing(false);
    try (Database database = Vectra.open(copy, existing)) {
      createTable(database);
    }
  }

  private static String nameOf(MemoryStorage storage, String kind) {
    return storage.list("t1").stream()
        .filter(name -> name.startsWith(kind))
        .map(name -> "t1/" + name)
        .findFirst()
        .orElseThrow();
  }

  private static void flip(MemoryStorage storage, String name) {
    byte[] bytes = storage.readFully(name, 1 << 24);
    int at = 500;
    bytes[at] ^= 1;
    try (WritableFile file = storage.openForWriting(name)) {
      file.write(at, bytes, at, 1);
    }
  }

  private static TableSchema createTable(Database database) {
    return database.createTable(
        TableSchema.define(
            "T",
            List.of(
                new Column("WRITER", ColumnType.of(Kind.INTEGER), false),
                new Column("N", ColumnType.of(Kind.INTEGER), false),
                new Column("V", ColumnType.vector(3), true)),
            List.of(0, 1)));
  }

  private static void insert(Database database, TableSchema table, int writer, int count) {
    try (Transaction transaction = database.begin()) {
      for (int n = 1; n <= count; n++) {
        transaction.insert(table.id(), row(writer, n));
      }
      transaction.commit();
    }
  }

  private static Object[] row(int writer, int n) {
    return new Object[] {writer, n, new float[] {writer, n, n * 0.5f}};
  }

  private static void refused(Database database, Path target, ErrorCode code) {
    assertThatThrownBy(() -> database.backup(target, FileProgress.NONE))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static void deleteAll(Path target) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(target)) {
      files = all.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
