package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Compare;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of an open database that lose their pages, as by a device that fails or by another program
 * that cuts them short: the JVM reports a fault of a mapped page, by compiled code as an Error that
 * may come late.
 */
class FileCutShortTest {
  private static final int ROWS = 3_000;
  private static final int CUTS = 20;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 300, 6_000})
  void read_ofAFileThatWasCutShort_isAnIoError_andNothingElseIsThrown(int readsBefore)
      throws IOException {
    int failed = 0;
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      TestTables.index(database, table, Metric.EUCLIDEAN);
      insert(database, table, 0, ROWS);
      database.compact(table.id());
      for (int i = 0; i < readsBefore; i++) {
        for (Supplier<Object> read : reads(database, table, i)) {
          read.get();
        }
      }
      List<Object> before = reads(database, table, 7).stream().map(Supplier::get).toList();
      for (Path file : mapped()) {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
          cut.setLength(0);
        }
      }
      for (int again = 0; again < 3; again++) {
        List<Supplier<Object>> reads = reads(database, table, 7);
        for (int i = 0; i < reads.size(); i++) {
          Object[] found = new Object[1];
          Supplier<Object> read = reads.get(i);
          Throwable failure = catchThrowable(() -> found[0] = read.get());
          if (failure == null) {
            assertThat(found[0]).as("read %d", i).isEqualTo(before.get(i));
          } else {
            failed++;
            assertThat(failure).as("read %d", i).isInstanceOf(VectraException.class);
            assertThat(((VectraException) failure).code()).isEqualTo(ErrorCode.IO_ERROR);
          }
        }
      }
    }
    System.out.printf("files cut short after %,d reads: %d reads failed%n", readsBefore, failed);
    assertThat(failed).isPositive();
  }

  /** What is left of the last page reads as zeros: no fault tells of it. */
  @Test
  void merge_ofAFileThatWasCutShortWithinAPage_isRefused_andTheEvidenceStays() throws IOException {
    int unnoticed = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      VectraException refused = mergeAfterCut(directory.resolve("database-" + cut), cut);
      unnoticed += String.valueOf(refused.getMessage()).contains("were published") ? 1 : 0;
    }
    System.out.printf(
        "files cut short within a page: merges of %d refused, %d of them by the length alone%n",
        CUTS, unnoticed);
    assertThat(unnoticed).isPositive();
  }

  private static VectraException mergeAfterCut(Path directory, int cut) throws IOException {
    Throwable refused;
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      insert(database, table, 0, 100);
      database.checkpoint();
      insert(database, table, 100, 101);
      database.checkpoint();
      assertThat(names(database, table)).hasSize(101); // every block is checked
      try (RandomAccessFile file =
          new RandomAccessFile(directory.resolve("t1/segment-1").toFile(), "rw")) {
        long lastPage = file.length() & -4_096;
        file.setLength(lastPage + (cut + 1) * (file.length() - lastPage) / (CUTS + 1));
      }
      refused = catchThrowable(() -> database.compact(table.id()));
    }
    assertThat(refused).isInstanceOf(VectraException.class);
    assertThat(((VectraException) refused).code()).isIn(ErrorCode.CORRUPTION, ErrorCode.IO_ERROR);
    assertThat(Vectra.verify(directory).hasErrors()).isTrue();
    return (VectraException) refused;
  }

  private static TreeMap<Integer, String> names(Database database, TableSchema table) {
    try (Snapshot snapshot = database.snapshot()) {
      return TestTables.names(snapshot, table);
    }
  }

  /** Reads by key, by a scan, by a filter and of nearest rows; each returns what it found. */
  private static List<Supplier<Object>> reads(Database database, TableSchema table, int number) {
    float[] vector = TestTables.vector(new Random(number));
    List<Supplier<Object>> reads = new ArrayList<>();
    Predicate key = new Compare(TestTables.ID, Comparison.EQUAL, number % ROWS);
    reads.add(() -> rows(database, new Query(table.id(), key, null, 0, Query.NO_LIMIT)));
    Predicate bucket = new Compare(TestTables.BUCKET, Comparison.EQUAL, 7);
    reads.add(() -> rows(database, new Query(table.id(), bucket, null, 0, Query.NO_LIMIT)));
    for (boolean exact : new boolean[] {false, true}) {
      reads.add(
          () ->
              rows(database, TestTables.nearest(table, vector, Metric.EUCLIDEAN, 10, exact, null)));
    }
    return reads;
  }

  private static Object rows(Database database, Query query) {
    try (Snapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.query(query)) {
      List<Object> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.value(TestTables.ID) + " " + rows.value(TestTables.NAME));
      }
      return found;
    }
  }

  private static void insert(Database database, TableSchema table, int from, int to) {
    Random random = new Random(from);
    Map<Integer, @Nullable Object[]> rows = new TreeMap<>();
    for (int id = from; id < to; id++) {
      rows.put(id, TestTables.row(id, "name " + id, id % 100, TestTables.vector(random)));
    }
    TestTables.insert(database, table, rows);
  }

  private List<Path> mapped() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> mapped =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.getFileName().toString().matches("(segment|index)-.*"))
              .toList();
      assertThat(mapped).hasSizeGreaterThan(1);
      return mapped;
    }
  }
}
