package io.vectra.engine.golden;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The content of the golden databases, computed from row numbers: a table of every column type with
 * a key of two columns, deleted and changed rows, a table without a primary key, and one with a
 * graph. The first two have rows in segments and rows in the log alone.
 */
final class GoldenDatabase {
  static final String TYPES = "EVERY_TYPE";
  static final String NOTES = "notes without a key";
  static final String POINTS = "POINTS";
  static final int POINT_AT = 1;

  /** Enough for a graph. */
  static final int POINT_COUNT = 1_100;

  private static final int DIMENSIONS = 5;

  private static final int IN_SEGMENTS = 60;
  private static final int ROWS = 75;

  private GoldenDatabase() {}

  /**
   * Writes the databases of the format that this version has: {@code closed}, and {@code killed} as
   * a process leaves it that dies. To be run once for each format version; the LOCK files, which
   * name the machine, are then deleted.
   *
   * @param args the directory for both
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    Path open = directory.resolve("closed");
    try (Database database =
        Vectra.open(open, OpenOptions.defaults().withDurability(Durability.SYNC))) {
      fill(database);
      copy(open, directory.resolve("killed"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void fill(Database database) {
    TableSchema types = database.createTable(types());
    TableSchema notes = database.createTable(notes());
    TableSchema points = database.createTable(points());
    database.createIndex(
        new VectorIndex(
            0, "POINTS_NN", points.id(), POINT_AT, VectorIndexOptions.of(Metric.EUCLIDEAN)));
    insert(database, points);
    insert(database, types, notes, 0, IN_SEGMENTS / 2);
    database.checkpoint();
    insert(database, types, notes, IN_SEGMENTS / 2, IN_SEGMENTS);
    change(database, types, 0, IN_SEGMENTS);
    database.checkpoint();
    insert(database, types, notes, IN_SEGMENTS, ROWS);
    change(database, types, IN_SEGMENTS, ROWS);
  }

  private static void insert(
      Database database, TableSchema types, TableSchema notes, int from, int to) {
    try (Transaction transaction = database.begin()) {
      for (int i = from; i < to; i++) {
        transaction.insert(types.id(), row(i, "first"));
        transaction.insert(notes.id(), note(i));
      }
      transaction.commit();
    }
  }

  private static void insert(Database database, TableSchema points) {
    try (Transaction transaction = database.begin()) {
      for (int i = 0; i < POINT_COUNT; i++) {
        transaction.insert(points.id(), new Object[] {i, vector(i)});
      }
      transaction.commit();
    }
  }

  /** Changes every seventh row, and deletes every eleventh. */
  private static void change(Database database, TableSchema types, int from, int to) {
    try (Transaction transaction = database.begin()) {
      for (int i = from; i < to; i++) {
        if (i % 11 == 5) {
          transaction.delete(types.id(), key(types, i));
        } else if (i % 7 == 3) {
          transaction.update(types.id(), key(types, i), row(i, "changed"));
        }
      }
      transaction.commit();
    }
  }

  /** The rows of the first table, as they have to be. */
  static List<Object[]> expectedTypes() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      if (i % 11 != 5) {
        rows.add(row(i, i % 7 == 3 ? "changed" : "first"));
      }
    }
    return rows;
  }

  /** The rows of the second table, as they have to be. */
  static List<Object[]> expectedNotes() {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(note(i));
    }
    return rows;
  }

  private static TableSchema types() {
    return TableSchema.define(
        TYPES,
        List.of(
            new Column("AREA", ColumnType.varchar(10), false),
            new Column("NUMBER", ColumnType.of(Kind.INTEGER), false),
            new Column("STATE", ColumnType.varchar(0), true, "none", Column.Identity.NONE),
            new Column("A_BOOLEAN", ColumnType.of(Kind.BOOLEAN), true),
            new Column("A_SMALLINT", ColumnType.of(Kind.SMALLINT), true),
            new Column("A_BIGINT", ColumnType.of(Kind.BIGINT), true),
            new Column("A_REAL", ColumnType.of(Kind.REAL), true),
            new Column("A_DOUBLE", ColumnType.of(Kind.DOUBLE), true),
            new Column("A_DECIMAL", ColumnType.decimal(30, 4), true),
            new Column("A_TEXT", ColumnType.varchar(0), true),
            new Column("BYTES", ColumnType.of(Kind.VARBINARY), true),
            new Column("A_DATE", ColumnType.of(Kind.DATE), true),
            new Column("A_TIME", ColumnType.of(Kind.TIME), true),
            new Column("A_TIMESTAMP", ColumnType.of(Kind.TIMESTAMP), true),
            new Column("A_VECTOR", ColumnType.vector(DIMENSIONS), true)),
        List.of(0, 1));
  }

  private static TableSchema notes() {
    return TableSchema.define(
        NOTES,
        List.of(
            new Column("n", ColumnType.of(Kind.INTEGER), false),
            new Column("text", ColumnType.varchar(200), true)),
        List.of());
  }

  private static TableSchema points() {
    return TableSchema.define(
        POINTS,
        List.of(
            new Column("ID", ColumnType.of(Kind.INTEGER), false),
            new Column("POINT", ColumnType.vector(DIMENSIONS), true)),
        List.of(0));
  }

  private static RowKey key(TableSchema types, int i) {
    return KeyCodec.keyOf(types, row(i, ""));
  }

  private static Object[] note(int i) {
    return new Object[] {i, i % 5 == 4 ? null : "note " + i + " äöü 漢字 \uD83D\uDE00"};
  }

  /** Row number {@code i}: each column that may be NULL is NULL now and then. */
  private static Object[] row(int i, String state) {
    Object[] row = {
      i % 2 == 0 ? "north" : "süd",
      i,
      state,
      i % 3 == 0,
      (short) (i * 431 - 16_000),
      Long.MAX_VALUE / 100 * i - 5,
      i / 7f,
      i % 10 == 0 ? Double.MIN_VALUE : -i * Math.PI,
      new BigDecimal("12345678901234567890.1234").subtract(BigDecimal.valueOf(i)),
      "text ".repeat(i % 13) + "\uD83D\uDE00",
      new byte[] {(byte) i, 0, -1, (byte) (3 * i)},
      LocalDate.of(1999, 12, 31).plusDays(97L * i),
      LocalTime.of(i % 24, 59 - i % 60, i % 60, 1_000_000 * (i % 1_000)),
      LocalDateTime.of(1960, 2, 29, 23, 59, 59).plusHours(9_999L * i),
      vector(i)
    };
    for (int column = 3; column < row.length; column++) {
      if ((i + column) % 9 == 0) {
        row[column] = null;
      }
    }
    return row;
  }

  static float[] vector(int i) {
    float[] vector = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      vector[d] = (i * (2L * d + 37) * 7_919 % 10_007) / 1_024f - 3;
    }
    return vector;
  }
}
