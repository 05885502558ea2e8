package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.status.DatabaseStatus;
import io.vectra.engine.status.IndexStatus;
import io.vectra.engine.status.LogStatus;
import io.vectra.engine.status.SegmentStatus;
import io.vectra.engine.status.TableStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of a database against what was written to it, and against its files. */
class DatabaseStatusTest {
  private static final int LARGE = 1_500;
  private static final int SMALL = 10;

  @TempDir Path directory;
  private final Random random = new Random(1);

  @Test
  void status_ofRowsInMemory_countsThemInNoSegment() {
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      insert(database, table, 0, SMALL);
      TableStatus status = only(database.status());
      assertThat(status.segments()).isEmpty();
      assertThat(status.memtableVersions()).isEqualTo(SMALL);
      assertThat(status.memtableBytes()).isGreaterThan(SMALL * 4L * TestTables.DIMENSIONS);
      assertThat(status.estimatedRows()).isEqualTo(SMALL);
    }
  }

  @Test
  void status_ofSegments_tellsRowsDeletionsAndBytesOfTheirFiles() throws IOException {
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      TestTables.index(database, table, Metric.EUCLIDEAN);
      insert(database, table, 0, LARGE);
      database.checkpoint();
      insert(database, table, LARGE, SMALL);
      database.checkpoint();
      delete(database, table, 3);
      DatabaseStatus status = database.status();
      TableStatus figures = only(status);
      assertThat(figures.segments()).extracting(SegmentStatus::rows).containsExactly(1500L, 10L);
      assertThat(figures.segments()).extracting(SegmentStatus::deletedRows).containsExactly(1L, 0L);
      for (SegmentStatus segment : figures.segments()) {
        assertThat(segment.bytes()).isEqualTo(Files.size(directory.resolve(segment.file())));
      }
      assertThat(figures.memtableVersions()).isZero();
      assertThat(status.catalog().tables()).containsExactly(figures.schema());
      IndexStatus index = figures.indexes().get(0);
      assertThat(index.coveredRows()).isEqualTo(LARGE - 1);
      assertThat(index.smallRows()).isEqualTo(SMALL);
      assertThat(index.waitingRows()).isZero();
      assertThat(index.progress()).isEqualTo(1.0);
      assertThat(index.bytes()).isEqualTo(bytes(directory.resolve("t" + table.id()), "index-"));
    }
  }

  @Test
  void progress_whileRowsWaitForTheirGraph_isTheShareThatIsCovered() {
    IndexSchema index = new VectorIndex(1, "I", 1, 0, VectorIndexOptions.of(Metric.COSINE));
    assertThat(new IndexStatus(index, 0, 2_000, 5, 0).progress()).isZero();
    assertThat(new IndexStatus(index, 6_000, 2_000, 5, 1).progress()).isEqualTo(0.75);
    assertThat(new IndexStatus(index, 0, 0, 5, 0).progress()).isEqualTo(1.0);
  }

  @Test
  void logStatus_afterCommitsAndACheckpoint_tellsWhatIsWhere() throws IOException {
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      database.checkpoint();
      LogStatus before = database.logStatus();
      assertThat(before.checkpointLsn()).isEqualTo(before.visibleLsn());
      insert(database, table, 0, SMALL);
      LogStatus after = database.logStatus();
      assertThat(after.visibleLsn()).isEqualTo(before.visibleLsn() + 1);
      assertThat(after.durableLsn()).isEqualTo(after.visibleLsn());
      assertThat(after.checkpointLsn()).isEqualTo(before.checkpointLsn());
      assertThat(after.generation()).isEqualTo(before.generation());
      assertThat(after.bytes()).isEqualTo(bytes(directory, "wal-"));
      assertThat(after.files()).isEqualTo(files(directory, "wal-").size());
      database.checkpoint();
      LogStatus checked = database.logStatus();
      assertThat(checked.checkpointLsn()).isEqualTo(after.visibleLsn());
      assertThat(checked.generation()).isGreaterThan(after.generation());
    }
  }

  @Test
  void isSameDatabase_tellsHandlesOfOneDatabaseFromOthers() {
    try (Database first = Vectra.openInMemory("status-one", OpenOptions.defaults());
        Database again = Vectra.openInMemory("status-one", OpenOptions.defaults());
        Database other = Vectra.openInMemory("status-two", OpenOptions.defaults())) {
      assertThat(first.isSameDatabase(again)).isTrue();
      assertThat(first.isSameDatabase(other)).isFalse();
    }
  }

  @Test
  void status_ofAClosedHandle_isRefused() {
    Database database = Vectra.openInMemory("status-closed", OpenOptions.defaults());
    database.close();
    assertThatThrownBy(database::status)
        .isInstanceOfSatisfying(
            VectraException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_CLOSED));
    assertThatThrownBy(database::logStatus).isInstanceOf(VectraException.class);
  }

  private void insert(Database database, TableSchema table, int first, int count) {
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = first; id < first + count; id++) {
      rows.put(id, TestTables.row(id, "name", 0, TestTables.vector(random)));
    }
    TestTables.insert(database, table, rows);
  }

  private static void delete(Database database, TableSchema table, int id) {
    try (Transaction transaction = database.begin()) {
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          if (Integer.valueOf(id).equals(cursor.value(TestTables.ID))) {
            transaction.delete(table.id(), cursor.key());
          }
        }
      }
      transaction.commit();
    }
  }

  private static TableStatus only(DatabaseStatus status) {
    assertThat(status.tables()).hasSize(1);
    return status.tables().get(0);
  }

  private static List<Path> files(Path parent, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static long bytes(Path parent, String prefix) throws IOException {
    long bytes = 0;
    for (Path file : files(parent, prefix)) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
