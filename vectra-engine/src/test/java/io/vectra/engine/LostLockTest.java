package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose lock was lost writes nothing more: neither commits nor in the background. */
class LostLockTest {
  @TempDir Path directory;

  @Test
  void close_afterTheLockWasLost_changesNoFile() throws IOException {
    OpenOptions bulk = OpenOptions.defaults().withDurability(Durability.BULK);
    Database database = Vectra.open(directory, bulk);
    TableSchema table = TestTables.documents(database);
    TestTables.insert(database, table, Map.of(1, row(1))); // not in the log
    Files.delete(directory.resolve("LOCK"));
    Map<String, Integer> before = files();
    assertLost(() -> TestTables.insert(database, table, Map.of(2, row(2))));
    assertLost(database::checkpoint);
    assertLost(() -> database.compact(table.id()));
    assertLost(database::close);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void close_afterAnotherTookTheLock_changesNoFile() throws IOException {
    Database database = Vectra.open(directory, OpenOptions.defaults());
    TableSchema table = TestTables.documents(database);
    TestTables.insert(database, table, Map.of(1, row(1)));
    Path lock = directory.resolve("LOCK");
    Files.writeString(lock, "process 1, as the next holder writes its name");
    Map<String, Integer> before = files();
    assertLost(() -> TestTables.insert(database, table, Map.of(2, row(2))));
    database.close();
    assertThat(files()).isEqualTo(before);
  }

  private static Object[] row(int id) {
    return TestTables.row(id, "n", 1, TestTables.vector(new Random(id)));
  }

  private static void assertLost(Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOCKED))
        .hasMessageContaining("was lost");
  }

  private Map<String, Integer> files() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
