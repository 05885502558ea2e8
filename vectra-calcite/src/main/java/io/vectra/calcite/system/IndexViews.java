package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.INFORMATION_SCHEMA;
import static io.vectra.calcite.system.SystemViews.VECTRA;

import io.vectra.engine.catalog.Commented;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.status.IndexStatus;
import io.vectra.engine.status.TableStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Indexes: as H2 lists them in INFORMATION_SCHEMA, and those of vectors with their coverage. */
final class IndexViews {
  private static final String[] NAME = {
    "INDEX_CATALOG", "INDEX_SCHEMA", "INDEX_NAME", "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME"
  };

  static final List<SystemView> ALL =
      List.of(
          SystemView.named(INFORMATION_SCHEMA, "INDEXES")
              .texts(NAME)
              .texts("INDEX_TYPE_NAME", "NULLS_DISTINCT")
              .flags("IS_GENERATED")
              .texts("REMARKS")
              .of(IndexViews::indexes),
          SystemView.named(INFORMATION_SCHEMA, "INDEX_COLUMNS")
              .texts(NAME)
              .texts("COLUMN_NAME")
              .integers("ORDINAL_POSITION")
              .texts("ORDERING_SPECIFICATION", "NULL_ORDERING")
              .flags("IS_UNIQUE")
              .of(IndexViews::indexColumns),
          SystemView.named(VECTRA, "INDEXES")
              .texts("TABLE_SCHEMA", "TABLE_NAME", "INDEX_NAME", "COLUMN_NAME")
              .texts("INDEX_KIND", "METRIC")
              .integers("M", "EF_CONSTRUCTION")
              .texts("QUANTIZATION_OPTION", "QUANTIZATION")
              .longs("COVERED_ROW_COUNT", "UNCOVERED_ROW_COUNT", "WAITING_ROW_COUNT")
              .longs("BYTE_COUNT")
              .doubles("BUILD_PROGRESS")
              .of(IndexViews::vectorIndexes));

  private IndexViews() {}

  private static List<@Nullable Object[]> indexes(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      if (!table.hasHiddenKey()) {
        rows.add(named(PrimaryKeys.name(table), table, "PRIMARY KEY", null, true, null));
      }
      for (IndexSchema index : state.catalog().indexesOf(table.id())) {
        String remarks = state.comment(Commented.index(index.id()));
        rows.add(named(index.name(), table, "VECTOR INDEX", null, false, remarks));
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> indexColumns(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      for (int i = 0; i < table.primaryKey().size(); i++) {
        String column = table.column(table.primaryKey().get(i)).name();
        rows.add(named(PrimaryKeys.name(table), table, column, i + 1, "ASC", null, true));
      }
      for (IndexSchema index : state.catalog().indexesOf(table.id())) {
        String column = table.column(index.column()).name();
        rows.add(named(index.name(), table, column, 1, null, null, false));
      }
    }
    return rows;
  }

  /** A row that begins with the names of an index and its table. */
  private static @Nullable Object[] named(
      String index, TableSchema table, @Nullable Object... rest) {
    @Nullable Object[] row = new @Nullable Object[NAME.length + rest.length];
    row[1] = table.schema();
    row[2] = index;
    row[4] = table.schema();
    row[5] = table.name();
    System.arraycopy(rest, 0, row, NAME.length, rest.length);
    return row;
  }

  private static List<@Nullable Object[]> vectorIndexes(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableStatus table : state.database().tables()) {
      for (IndexStatus index : table.indexes()) {
        rows.add(vectorIndex(table, index));
      }
    }
    return rows;
  }

  private static @Nullable Object[] vectorIndex(TableStatus table, IndexStatus index) {
    var column = table.schema().column(index.schema().column());
    VectorIndexOptions options = index.schema().options();
    Quantization asked = options.quantization();
    return new @Nullable Object[] {
      table.schema().schema(),
      table.schema().name(),
      index.schema().name(),
      column.name(),
      "HNSW",
      word(options.metric()),
      options.m(),
      options.efConstruction(),
      asked == null ? null : word(asked),
      word(options.quantizationOf(column.type().precision())),
      index.coveredRows(),
      index.waitingRows() + index.smallRows() + table.memtableVersions(),
      index.waitingRows(),
      index.bytes(),
      index.progress()
    };
  }

  /** An option as CREATE VECTOR INDEX takes it. */
  private static String word(Enum<?> option) {
    return option.name().toLowerCase(Locale.ROOT);
  }
}
