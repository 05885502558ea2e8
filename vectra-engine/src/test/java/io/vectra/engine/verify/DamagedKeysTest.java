package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of keys with a spoiled byte: it is found, it costs no answer, and it is built anew. */
class DamagedKeysTest {
  private static final int ROWS = 2_000;

  @TempDir private Path directory;

  @BeforeEach
  void spoil() throws IOException {
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table =
          database.createTable(
              TableSchema.define(
                  "T",
                  List.of(
                      new Column("ID", ColumnType.of(Kind.INTEGER), false),
                      new Column("U", ColumnType.varchar(0), true)),
                  List.of(0)),
              List.of(ScalarIndex.define("U_ONCE", 0, List.of(1), true)));
      try (Transaction transaction = database.begin()) {
        for (int id = 0; id < ROWS; id++) {
          transaction.insert(table.id(), new Object[] {id, "value " + id});
        }
        transaction.commit();
      }
      database.checkpoint();
    }
    Path file = keys();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
  }

  @Test
  void verify_findsIt_asSomethingThatCanBeRebuilt() throws IOException {
    String name = keys().getFileName().toString();
    VerifyReport report = Vectra.verify(directory);
    assertThat(report.hasErrors()).as(report.toText()).isFalse();
    assertThat(report.damages())
        .isNotEmpty()
        .allMatch(found -> found.file().endsWith(name) && found.derived());
  }

  @Test
  void lookups_goRoundIt_andTheNextCheckpointBuildsItAnew() {
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      assertRight(database);
      database.checkpoint();
      assertRight(database);
    }
    assertThat(Vectra.verify(directory).hasErrors()).isFalse();
  }

  @Test
  void repair_dropsIt_andTheNextCheckpointBuildsItAnew() {
    Vectra.repair(directory);
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      assertRight(database);
      database.checkpoint();
    }
    assertThat(Vectra.verify(directory).hasErrors()).isFalse();
  }

  private static void assertRight(Database database) {
    int table = database.catalog().tables().get(0).id();
    for (int id = 0; id < ROWS; id += 50) {
      Object[] taken = {ROWS + id, "value " + id};
      try (Transaction transaction = database.begin()) {
        assertThatThrownBy(() -> transaction.insert(table, taken))
            .isInstanceOfSatisfying(
                VectraException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION));
      }
      Predicate predicate = new Predicate.Compare(1, Comparison.EQUAL, "value " + id);
      try (Snapshot snapshot = database.snapshot();
          RowCursor rows = snapshot.query(new Query(table, predicate, null, 0, Query.NO_LIMIT))) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(0)).isEqualTo(id);
        assertThat(rows.next()).isFalse();
      }
    }
  }

  private Path keys() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("index-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
