package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.INFORMATION_SCHEMA;
import static io.vectra.calcite.system.SystemViews.VECTRA;

import io.vectra.engine.catalog.Commented;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.status.IndexStatus;
import io.vectra.engine.status.TableStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Indexes: as H2 lists them in INFORMATION_SCHEMA, and all but primary keys with their coverage.
 */
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
              .of(IndexViews::indexFiles));

  private IndexViews() {}

  private static List<@Nullable Object[]> indexes(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      if (!table.hasHiddenKey()) {
        rows.add(named(PrimaryKeys.name(table), table, "PRIMARY KEY", null, true, null));
      }
      for (IndexSchema index : state.catalog().indexesOf(table.id())) {
        rows.add(index(table, index, state.comment(Commented.index(index.id()))));
      }
    }
    return rows;
  }

  private static @Nullable Object[] index(
      TableSchema table, IndexSchema index, @Nullable String remarks) {
    if (!(index instanceof ScalarIndex scalar)) {
      return named(index.name(), table, "VECTOR INDEX", null, false, remarks);
    }
    String nullsDistinct = scalar.unique() ? "YES" : null;
    String type = scalar.unique() ? "UNIQUE INDEX" : "INDEX";
    return named(scalar.name(), table, type, nullsDistinct, scalar.constraint(), remarks);
  }

  private static List<@Nullable Object[]> indexColumns(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      for (int i = 0; i < table.primaryKey().size(); i++) {
        String column = table.column(table.primaryKey().get(i)).name();
        rows.add(named(PrimaryKeys.name(table), table, column, i + 1, "ASC", null, true));
      }
      for (IndexSchema index : state.catalog().indexesOf(table.id())) {
        for (int i = 0; i < index.columns().size(); i++) {
          rows.add(indexColumn(table, index, i));
        }
      }
    }
    return rows;
  }

  private static @Nullable Object[] indexColumn(TableSchema table, IndexSchema index, int part) {
    String column = table.column(index.columns().get(part)).name();
    if (!(index instanceof ScalarIndex scalar)) {
      return named(index.name(), table, column, part + 1, null, null, false);
    }
    String order = scalar.key().get(part).descending() ? "DESC" : "ASC";
    return named(index.name(), table, column, part + 1, order, null, scalar.unique());
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

  private static List<@Nullable Object[]> indexFiles(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableStatus table : state.database().tables()) {
      for (IndexStatus index : table.indexes()) {
        rows.add(
            index.schema() instanceof VectorIndex vector
                ? vectorIndex(table, index, vector)
                : scalarIndex(table, index));
      }
    }
    return rows;
  }

  private static @Nullable Object[] scalarIndex(TableStatus table, IndexStatus index) {
    String columns =
        index.schema().columns().stream()
            .map(position -> table.schema().column(position).name())
            .collect(Collectors.joining(", "));
    return new @Nullable Object[] {
      table.schema().schema(),
      table.schema().name(),
      index.schema().name(),
      columns,
      "SORTED",
      null,
      null,
      null,
      null,
      null,
      index.coveredRows() + table.memtableVersions(),
      index.waitingRows(),
      index.waitingRows(),
      index.bytes(),
      index.progress()
    };
  }

  private static @Nullable Object[] vectorIndex(
      TableStatus table, IndexStatus index, VectorIndex schema) {
    var column = table.schema().column(schema.column());
    VectorIndexOptions options = schema.options();
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
