package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
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

/** What opening finds, refuses and survives. */
class OpeningTest {
  private static final OpenOptions OPTIONS = OpenOptions.defaults();

  @TempDir Path directory;

  @Test
  void open_ofDirectoryWithOtherFiles_isNotADatabase() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "mine");
    assertCode(ErrorCode.NOT_A_DATABASE);
    assertThat(files()).containsExactly("notes.txt");
  }

  @Test
  void open_ofMissingDirectory_createsOnlyWhenAllowed() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Vectra.open(missing, OPTIONS.withCreateIfMissing(false)))
        .isInstanceOf(VectraException.class);
    assertThat(Files.exists(missing)).isFalse();
    Vectra.open(missing, OPTIONS).close();
    assertThat(Files.exists(missing)).isTrue();
  }

  @Test
  void open_withDamagedManifest_isRefusedAndChangesNothing() throws IOException {
    fill();
    Path manifest = newest("manifest-");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(manifest, bytes);
    List<String> before = files();
    assertCode(ErrorCode.CORRUPTION);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void open_withRemovedManifest_isNoticed() throws IOException {
    fill();
    Files.delete(newest("manifest-"));
    assertCode(ErrorCode.CORRUPTION);
  }

  @Test
  void open_withRemovedLog_isNoticed() throws IOException {
    fill();
    Files.delete(newest("wal-"));
    assertCode(ErrorCode.CORRUPTION);
  }

  @Test
  void open_withDamagedGraph_answersExactlyAndRebuilds() throws IOException {
    TableSchema table = fill();
    Path graph;
    try (Stream<Path> found = Files.list(directory.resolve("t" + table.id()))) {
      graph =
          found
              .filter(path -> path.getFileName().toString().startsWith("index-"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(graph);
    bytes[bytes.length - 10] ^= 1;
    Files.write(graph, bytes);
    try (Database database = Vectra.open(directory, OPTIONS);
        Snapshot snapshot = database.snapshot()) {
      assertThat(TestTables.names(snapshot, table)).hasSize(1_501);
    }
  }

  @Test
  void open_twiceInOneJvm_sharesTheDatabase() {
    try (Database first = Vectra.open(directory, OPTIONS);
        Database second = Vectra.open(directory, OPTIONS)) {
      TestTables.documents(first);
      assertThat(second.catalog().table("DOCS")).isNotNull();
    }
  }

  private TableSchema fill() {
    try (Database database = Vectra.open(directory, OPTIONS)) {
      TableSchema table = TestTables.documents(database);
      Random random = new Random(3);
      Map<Integer, @Nullable Object[]> rows = new HashMap<>();
      for (int id = 0; id < 1_500; id++) {
        rows.put(id, TestTables.row(id, "n", 1, TestTables.vector(random)));
      }
      TestTables.insert(database, table, rows);
      TestTables.index(database, table, Metric.COSINE);
      TestTables.insert(
          database, table, Map.of(9_999, TestTables.row(9_999, "n", 1, TestTables.vector(random))));
      return table;
    }
  }

  private void assertCode(ErrorCode code) {
    assertThatThrownBy(() -> Vectra.open(directory, OPTIONS))
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Path newest(String prefix) {
    return directory.resolve(
        files().stream().filter(name -> name.startsWith(prefix)).reduce((a, b) -> b).orElseThrow());
  }

  private List<String> files() {
    try (Stream<Path> found = Files.list(directory)) {
      return found.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
