package io.vectra.testkit.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.FileProgress;
import io.vectra.testkit.workload.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaksTest {
  private static final OpenOptions OPTIONS = OpenOptions.defaults().withMemtableBytes(100_000);

  @TempDir Path directory;

  @Test
  void now_whileADatabaseIsOpen_findsWhatItHolds() throws IOException {
    Path path = directory.resolve("open");
    try (Database database = Vectra.open(path, OPTIONS)) {
      TableSchema table = fill(database, 100);
      database.checkpoint();
      try (Snapshot snapshot = database.snapshot();
          RowCursor rows = snapshot.query(Query.all(table.id()))) {
        assertThat(rows.next()).isTrue();
        assertThat(Leaks.now()).anyMatch(leak -> leak.startsWith("thread vectra-maintenance"));
        if (Files.exists(Path.of("/proc/self/maps"))) {
          assertThat(Leaks.now())
              .contains("open file " + path.toRealPath() + "/LOCK")
              .anyMatch(leak -> leak.matches("mapped file .*/t1/segment-[0-9]+"));
        }
      }
    }
    assertThat(Leaks.now()).isEmpty();
  }

  @Test
  void close_afterAllKindsOfWork_leavesNothing() throws IOException {
    Path path = directory.resolve("worked");
    try (Database database = Vectra.open(path, OPTIONS);
        Database second = Vectra.open(path, OPTIONS.withReadOnly(true))) {
      TableSchema table = fill(database, 3_000);
      database.createIndex(
          new VectorIndex(
              0, "NN", table.id(), Tables.VECTOR, VectorIndexOptions.of(Metric.EUCLIDEAN)));
      Snapshot old = database.snapshot();
      database.truncate(table.id());
      fill(database, "U", 2_000);
      database.checkpoint();
      old.close();
      database.backup(directory.resolve("copy"), FileProgress.NONE);
      assertThat(database.verify().isClean()).isTrue();
      Transaction unfinished = database.begin();
      unfinished.rollback();
      assertThat(second.catalog().tables()).hasSize(2);
    }
    assertThat(Leaks.now()).isEmpty();
    Path segment;
    try (var files = Files.walk(directory.resolve("copy"))) {
      segment =
          files
              .filter(file -> file.getFileName().toString().startsWith("segment-"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> Vectra.open(directory.resolve("copy"), OPTIONS).close())
        .isInstanceOf(VectraException.class);
    assertThat(Leaks.now()).as("after an opening that failed").isEmpty();
    assertThat(Vectra.verify(directory.resolve("copy")).hasErrors()).isTrue();
    Vectra.repair(directory.resolve("copy"));
    assertThat(Leaks.now()).as("after verify and repair").isEmpty();
  }

  private static TableSchema fill(Database database, int rows) {
    return fill(database, "T", rows);
  }

  private static TableSchema fill(Database database, String name, int rows) {
    TableSchema table = database.createTable(Tables.define(name));
    for (long first = 0; first < rows; first += 500) {
      try (Transaction transaction = database.begin()) {
        for (long id = first; id < Math.min(rows, first + 500); id++) {
          transaction.insert(table.id(), new Object[] {id, "v", Tables.vector(id, "v")});
        }
        transaction.commit();
      }
    }
    return table;
  }
}
