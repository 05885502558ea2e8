package io.vectra.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.catalog.Commented;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Column.Identity;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.ScalarIndex.KeyPart;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestStoreTest {
  @TempDir Path directory;

  @Test
  void publish_thenReadNewest_givesTheSameManifest() {
    for (Storage storage :
        List.of(FileStorage.open(directory), (Storage) new MemoryStorage("test"))) {
      ManifestStore store = new ManifestStore(storage);
      assertThat(store.readNewest()).isNull();
      Manifest manifest = manifest(1);
      store.publish(manifest);
      assertThat(store.readNewest()).isEqualTo(manifest);
    }
  }

  @Test
  void publish_ofSeveral_keepsThePreviousOneOnly() {
    MemoryStorage storage = new MemoryStorage("test");
    ManifestStore store = new ManifestStore(storage);
    storage.create("manifest-0000000009.tmp").close();
    for (long generation = 1; generation <= 4; generation++) {
      store.publish(manifest(generation));
    }
    assertThat(storage.list("")).containsExactly("manifest-0000000003", "manifest-0000000004");
    assertThat(store.newestGeneration()).hasValue(4);
    assertThat(store.read(3).generation()).isEqualTo(3);
    assertThatThrownBy(() -> store.publish(manifest(4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readNewest_whenAnyBitOfItIsChanged_refusesAndNeverFallsBack() {
    MemoryStorage storage = new MemoryStorage("test");
    ManifestStore store = new ManifestStore(storage);
    store.publish(manifest(1));
    store.publish(manifest(2));
    String name = ManifestStore.fileName(2);
    byte[] good = storage.readFully(name, 100_000);
    try (WritableFile file = storage.openForWriting(name)) {
      for (int bit = 0; bit < Byte.SIZE * good.length; bit++) {
        int offset = bit / Byte.SIZE;
        file.write(offset, new byte[] {(byte) (good[offset] ^ 1 << bit % Byte.SIZE)}, 0, 1);
        assertThatThrownBy(store::readNewest)
            .isInstanceOfSatisfying(
                VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
            .hasMessageContaining(name);
        file.write(offset, good, offset, 1);
      }
    }
    assertThat(store.readNewest()).isEqualTo(manifest(2));
  }

  @Test
  void readNewest_ofEveryShorterFile_refuses() {
    MemoryStorage storage = new MemoryStorage("test");
    ManifestStore store = new ManifestStore(storage);
    store.publish(manifest(1));
    String name = ManifestStore.fileName(1);
    byte[] good = storage.readFully(name, 100_000);
    for (int length = 0; length < good.length; length++) {
      storage.delete(name);
      try (WritableFile file = storage.create(name)) {
        file.write(0, good, 0, length);
      }
      assertThatThrownBy(store::readNewest)
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
    }
  }

  @Test
  void schema_withAnUnknownMissingOrWrongProperty_isRefused() {
    TableSchema schema = schema();
    String good = new String(SchemaJson.toBytes(schema), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            good.replace("\"version\"", "\"vision\""),
            good.replaceFirst("\"id\" : 3", "\"id\" : \"3\""),
            good.replaceFirst("\"id\" : 3", "\"id\" : 3.5"),
            good.replaceFirst("\"id\" : 3", "\"id\" : -3"),
            good.replaceFirst("\"id\" : 3", "\"id\" : 99999999999"),
            good.replaceFirst("\"id\" : 3", "\"id\" : 3, \"id\" : 3"),
            good.replaceFirst("\"id\" : 3", "\"id\" : 3, \"more\" : 3"),
            good.replace("\"BIGINT\"", "\"BIGGEST\""),
            good + "{}",
            good.substring(1),
            "")) {
      assertThat(bad).isNotEqualTo(good);
      assertThatThrownBy(
              () -> SchemaJson.tableFromBytes(bad.getBytes(StandardCharsets.UTF_8), "record"),
              "%s",
              bad)
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
    }
  }

  @Test
  void schema_withDefaultsOfEveryType_readsBack() {
    TableSchema read = SchemaJson.tableFromBytes(SchemaJson.toBytes(schema()), "record");
    assertThat(read).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(schema());
    assertThat(read.columns()).hasSize(Kind.values().length + 1);
    IndexSchema index = index();
    assertThat(SchemaJson.indexFromBytes(SchemaJson.toBytes(index), "record")).isEqualTo(index);
  }

  private static Manifest manifest(long generation) {
    FileEntry file = new FileEntry("t3/segment-1", 1_000, "ab".repeat(32));
    FileEntry dead = new FileEntry("t3/tombstones-1-2", 100, "cd".repeat(32));
    FileEntry graph = new FileEntry("t3/index-4-1-1", 2_000, "ef".repeat(32));
    SegmentEntry first =
        new SegmentEntry(1, 10, file, dead, 2, List.of(new IndexFileEntry(4, graph, 2)));
    SegmentEntry second = new SegmentEntry(2, 10, file, null, 0, List.of());
    TableSchema table =
        TableSchema.define(
                "DOCS",
                List.of(
                    new Column("ID", ColumnType.of(Kind.BIGINT), false, null, Identity.BY_DEFAULT),
                    new Column("Größe", ColumnType.vector(8), true)),
                List.of(0))
            .created(3)
            .withColumnAdded(new Column("added", ColumnType.varchar(3), true, "x", Identity.NONE));
    return new Manifest(
        Manifest.FORMAT_VERSION,
        new UUID(1, 2),
        generation,
        Long.MAX_VALUE,
        6,
        definitions(),
        8,
        9,
        10,
        List.of(
            new TableEntry(table, List.of(index()), 77, Map.of(0, 101L), List.of(first, second))));
  }

  private static Definitions definitions() {
    SequenceSchema.Range range = new SequenceSchema.Range(Kind.INTEGER, -2, -9, 9, true);
    QualifiedName name = new QualifiedName("PUBLIC", "numbers");
    ViewSchema view =
        new ViewSchema(
            new QualifiedName("PUBLIC", "V"),
            List.of(new Column("A", ColumnType.vector(8), true)),
            new ViewSchema.Query("SELECT \"Größe\" FROM DOCS", "PUBLIC", List.of("Größe")));
    return Definitions.none(7)
        .with(new SequenceSchema(name, 5, range, 9, 32, -1L))
        .with(new SequenceSchema(new QualifiedName("PUBLIC", "ENDED"), 6, range, 9, 1, null))
        .with(view)
        .with(Commented.column(3, 1), "größer")
        .with(Commented.view(view.name()), "a view");
  }

  /** An index of before there were quantizations has no such property, and is written as before. */
  @Test
  void index_keepsItsQuantization_whichMayBeAbsent() {
    for (Quantization quantization : Quantization.values()) {
      IndexSchema index =
          new VectorIndex(
              4,
              "NN",
              3,
              1,
              new VectorIndexOptions(Metric.DOT, 20, 200).withQuantization(quantization));
      byte[] json = SchemaJson.toBytes(index);
      assertThat(new String(json, StandardCharsets.UTF_8))
          .contains("\"quantization\" : \"" + quantization + "\"");
      assertThat(SchemaJson.indexFromBytes(json, "test")).isEqualTo(index);
    }
    byte[] json = SchemaJson.toBytes(index());
    assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("quantization");
    assertThat(SchemaJson.indexFromBytes(json, "test")).isEqualTo(index());
    byte[] wrong =
        new String(json, StandardCharsets.UTF_8)
            .replace("\"m\"", "\"quantization\":\"INT4\",\"m\"")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SchemaJson.indexFromBytes(wrong, "test"))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageContaining("INT4");
  }

  /** A vector index is written as before there were others, and is read without a kind. */
  @Test
  void index_isWrittenWithItsKind_unlessItIsOfVectors() {
    List<KeyPart> key = List.of(new KeyPart(1, true), new KeyPart(0, false));
    for (boolean constraint : List.of(true, false)) {
      IndexSchema index = new ScalarIndex(5, "U", 3, key, true, constraint);
      assertThat(SchemaJson.indexFromBytes(SchemaJson.toBytes(index), "test")).isEqualTo(index);
    }
    String vector = new String(SchemaJson.toBytes(index()), StandardCharsets.UTF_8);
    assertThat(vector).doesNotContain("kind");
    byte[] unknown =
        vector.replace("\"m\"", "\"kind\":\"TEXT\",\"m\"").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SchemaJson.indexFromBytes(unknown, "test"))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageContaining("NN is of an unknown kind");
  }

  private static IndexSchema index() {
    return new VectorIndex(4, "NN", 3, 1, new VectorIndexOptions(Metric.DOT, 20, 200));
  }

  private static TableSchema schema() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("none", ColumnType.varchar(9), true));
    for (Kind kind : Kind.values()) {
      ColumnType type =
          switch (kind) {
            case VECTOR -> ColumnType.vector(2);
            case DECIMAL -> ColumnType.decimal(10, 2);
            default -> ColumnType.of(kind);
          };
      columns.add(new Column("c " + kind, type, false, defaultOf(kind), Identity.NONE));
    }
    return TableSchema.define("T", columns, List.of(1, 2))
        .created(3)
        .withColumnDropped(0)
        .withColumnAdded(
            new Column("late", ColumnType.of(Kind.BOOLEAN), false, true, Identity.NONE));
  }

  private static Object defaultOf(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> true;
      case SMALLINT -> (short) -3;
      case INTEGER -> 70_000;
      case BIGINT -> Long.MIN_VALUE;
      case REAL -> 0.1f;
      case DOUBLE -> 1e-300;
      case DECIMAL -> new BigDecimal("1.50");
      case VARCHAR -> "a \"quoted\"\nline \uD83D\uDE00";
      case VARBINARY -> new byte[] {0, -1, 127};
      case DATE -> LocalDate.of(2026, 2, 28);
      case TIME -> LocalTime.of(1, 2, 3, 4);
      case TIMESTAMP -> LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000);
      case VECTOR -> new float[] {0.1f, -2e30f};
      case UUID -> UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
      case TIMESTAMP_WITH_TIME_ZONE -> Instant.parse("2026-01-02T03:04:05.006Z");
      case JSON -> "{\"a\": \"\\u00e9\"}";
    };
  }
}
