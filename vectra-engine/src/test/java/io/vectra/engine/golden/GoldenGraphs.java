package io.vectra.engine.golden;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The content of the golden database with graphs of version 2, computed from row numbers: a table
 * for each quantization, named after it. Some vectors are equal, some are NULL.
 */
final class GoldenGraphs {
  static final int ROWS = 1_100;
  static final int VECTOR_AT = 1;
  static final Metric METRIC = Metric.COSINE;
  private static final int M = 4;
  private static final int EF_CONSTRUCTION = 40;

  private GoldenGraphs() {}

  /**
   * Writes the database. To be run once for each version of graphs; LOCK, which names the machine,
   * is then deleted.
   *
   * @param args the directory
   */
  public static void main(String[] args) {
    OpenOptions options = OpenOptions.defaults().withDurability(Durability.SYNC);
    try (Database database = Vectra.open(Path.of(args[0]), options)) {
      for (Quantization quantization : Quantization.values()) {
        fill(database, quantization);
      }
      database.checkpoint();
    }
  }

  private static void fill(Database database, Quantization quantization) {
    int dimensions = dimensions(quantization);
    String name = name(quantization);
    TableSchema table =
        database.createTable(
            TableSchema.define(
                name,
                List.of(
                    new Column("ID", ColumnType.of(Kind.INTEGER), false),
                    new Column("EMBEDDING", ColumnType.vector(dimensions), true)),
                List.of(0)));
    database.createIndex(
        new VectorIndex(
            0,
            name + "_NN",
            table.id(),
            VECTOR_AT,
            new VectorIndexOptions(METRIC, M, EF_CONSTRUCTION, quantization)));
    try (Transaction transaction = database.begin()) {
      for (int i = 0; i < ROWS; i++) {
        transaction.insert(table.id(), new Object[] {i, isNull(i) ? null : vector(i, dimensions)});
      }
      transaction.commit();
    }
  }

  static String name(Quantization quantization) {
    return quantization.name().toUpperCase(Locale.ROOT);
  }

  static int dimensions(Quantization quantization) {
    return quantization == Quantization.BIT ? 128 : 12;
  }

  static boolean isNull(int row) {
    return row % 100 == 7;
  }

  /** The vector of a row: every 50th is that of the row before, the others differ. */
  static float[] vector(int row, int dimensions) {
    int seed = row % 50 == 0 && row > 0 ? row - 1 : row;
    float[] vector = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      long mixed = (seed * 1_000L + d + 1) * 0x9E3779B97F4A7C15L;
      vector[d] = ((mixed >>> 40) % 17 - 8) / 4f + (d == seed % dimensions ? 3 : 0);
    }
    return vector;
  }
}
