package io.vectra.engine.golden;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.TableSchema;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens the databases that earlier versions wrote; they are never to be written anew. */
class GoldenDatabaseTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"closed", "killed"})
  void open_ofGoldenDatabase_findsEveryRow(String name) throws IOException {
    copy("/golden/format-1/" + name);
    for (boolean readOnly : new boolean[] {true, false, true}) {
      try (Database database =
          Vectra.open(directory, OpenOptions.defaults().withReadOnly(readOnly))) {
        assertThat(rows(database, GoldenDatabase.TYPES))
            .containsExactlyInAnyOrderElementsOf(texts(GoldenDatabase.expectedTypes()));
        assertThat(rows(database, GoldenDatabase.NOTES))
            .containsExactlyInAnyOrderElementsOf(texts(GoldenDatabase.expectedNotes()));
        assertNearestAreRight(database);
      }
    }
    assertThat(Vectra.verify(directory).hasErrors()).isFalse();
  }

  @Test
  void write_toGoldenDatabase_isThereAfterwards() throws IOException {
    copy("/golden/format-1/closed");
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema points = table(database, GoldenDatabase.POINTS);
      try (Transaction transaction = database.begin()) {
        transaction.insert(points.id(), new Object[] {5_000, GoldenDatabase.vector(5_000)});
        transaction.commit();
      }
      database.checkpoint();
    }
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      assertThat(rows(database, GoldenDatabase.POINTS)).hasSize(GoldenDatabase.POINT_COUNT + 1);
    }
    assertThat(Vectra.verify(directory).hasErrors()).isFalse();
  }

  /** The file kinds of which a newer version is damage to no one: they are refused by name. */
  @ParameterizedTest
  @ValueSource(strings = {"manifest-", "wal-", "t1/segment-"})
  void open_whenAFileIsOfANewerFormat_saysSo(String kind) throws IOException {
    copy("/golden/format-1/closed");
    Path newest;
    try (Stream<Path> files = Files.walk(directory)) {
      newest =
          files
              .filter(file -> directory.relativize(file).toString().startsWith(kind))
              .max(Comparator.naturalOrder())
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(newest);
    if (kind.startsWith("manifest")) {
      bytes = newerManifest(new String(bytes, StandardCharsets.UTF_8));
    } else {
      int versionAt = kind.startsWith("wal") ? 8 : 12;
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(header.getInt(versionAt)).isEqualTo(1);
      header.putInt(versionAt, 2);
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, 60);
      header.putInt(60, (int) crc.getValue());
    }
    Files.write(newest, bytes);
    String file = newest.getFileName().toString();
    assertThatThrownBy(
            () -> {
              try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
                rows(database, GoldenDatabase.TYPES);
              }
            })
        .isInstanceOfSatisfying(
            VectraException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.NEWER_FORMAT))
        .hasMessageContaining(file)
        .hasMessageContaining("newer Vectra");
  }

  private static byte[] newerManifest(String manifest) {
    int bodyAt = manifest.indexOf('\n') + 1;
    assertThat(manifest).startsWith("vectra-manifest 1 ");
    String body = manifest.substring(bodyAt);
    String newer = body.replaceFirst("\"formatVersion\" *: *1", "\"formatVersion\" : 2");
    assertThat(newer).isNotEqualTo(body);
    return ("vectra-manifest 2 " + sha256(newer) + "\n" + newer).getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Version 2 of graphs: of each quantization one, with equal vectors and NULL among them. */
  @ParameterizedTest
  @EnumSource(Quantization.class)
  void search_ofGoldenGraphs_findsTheNearestThroughEach(Quantization quantization)
      throws IOException {
    copy("/golden/graph-2");
    int dimensions = GoldenGraphs.dimensions(quantization);
    try (Database database = Vectra.open(directory, OpenOptions.defaults().withReadOnly(true))) {
      TableSchema table = table(database, GoldenGraphs.name(quantization));
      int found = 0;
      int searched = 0;
      for (int row = 0; row < GoldenGraphs.ROWS; row += 11) {
        if (GoldenGraphs.isNull(row)) {
          continue;
        }
        searched++;
        float[] query = GoldenGraphs.vector(row, dimensions);
        query[0] += 0.1f;
        List<Object> exact = nearestGraphRows(database, table, query, true);
        assertThat(exact).containsExactlyElementsOf(firstOfEqual(row));
        found += exact.equals(nearestGraphRows(database, table, query, false)) ? 1 : 0;
      }
      assertThat(found).isGreaterThan(searched - 3);
    }
    assertThat(Vectra.verify(directory).damages()).isEmpty();
  }

  /** The row with the vector of a row, the first of two that have it. */
  private static List<Integer> firstOfEqual(int row) {
    return List.of(row % 50 == 0 && row > 0 ? row - 1 : row);
  }

  private static List<Object> nearestGraphRows(
      Database database, TableSchema table, float[] query, boolean exact) {
    NearestQuery nearest =
        new NearestQuery(
            GoldenGraphs.VECTOR_AT,
            query,
            GoldenGraphs.METRIC,
            1,
            exact ? 0 : 8,
            exact,
            Absent.LAST);
    List<Object> found = new ArrayList<>();
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(new Query(table.id(), null, nearest, 0, 1))) {
      while (cursor.next()) {
        found.add(cursor.value(0));
      }
      assertThat(cursor.statistics().strategy()).isEqualTo(exact ? Strategy.EXACT : Strategy.GRAPH);
    }
    return found;
  }

  private static void assertNearestAreRight(Database database) {
    TableSchema points = table(database, GoldenDatabase.POINTS);
    assertThat(rows(database, GoldenDatabase.POINTS)).hasSize(GoldenDatabase.POINT_COUNT);
    float[] query = {1.5f, 2f, 0.25f, 3f, 2f};
    List<Integer> expected =
        IntStream.range(0, GoldenDatabase.POINT_COUNT)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> distance(query, GoldenDatabase.vector(i))))
            .limit(10)
            .toList();
    for (boolean exact : new boolean[] {true, false}) {
      NearestQuery nearest =
          new NearestQuery(
              GoldenDatabase.POINT_AT,
              query,
              Metric.EUCLIDEAN,
              10,
              exact ? 0 : 300,
              exact,
              Absent.LAST);
      List<Object> found = new ArrayList<>();
      try (Snapshot snapshot = database.snapshot();
          RowCursor cursor = snapshot.query(new Query(points.id(), null, nearest, 0, 10))) {
        while (cursor.next()) {
          found.add(cursor.value(0));
        }
      }
      assertThat(found).as("exact: " + exact).isEqualTo(expected);
    }
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return sum;
  }

  private void copy(String name) throws IOException {
    URL golden = requireNonNull(GoldenDatabaseTest.class.getResource(name));
    Path from = Path.of(golden.getPath());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = directory.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
  }

  private static TableSchema table(Database database, String name) {
    TableSchema table = database.catalog().table(name);
    assertThat(table).as(name).isNotNull();
    return table;
  }

  private static List<String> rows(Database database, String name) {
    TableSchema table = table(database, name);
    List<Object[]> rows = new ArrayList<>();
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(Query.all(table.id()))) {
      while (cursor.next()) {
        Object[] row = new Object[table.columns().size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = cursor.value(i);
        }
        rows.add(row);
      }
    }
    return texts(rows);
  }

  private static List<String> texts(List<Object[]> rows) {
    return rows.stream().map(Arrays::deepToString).toList();
  }
}
