package io.vectra.testkit.workload;

import io.vectra.engine.Database;
import io.vectra.engine.Snapshot;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds, as text by name: {@code table/T}, {@code column/T/C}, {@code index/I},
 * {@code row/T/ID}. Two databases with equal contents hold the same tables, indexes and rows.
 */
public final class Content {
  private Content() {}

  /** The key of a table. */
  public static String table(String name) {
    return "table/" + name;
  }

  /** The key of a column that was added. */
  public static String column(String table, String name) {
    return "column/" + table + "/" + name;
  }

  /** The key of an index. */
  public static String index(String name) {
    return "index/" + name;
  }

  /** The key of a row. */
  public static String row(String table, long id) {
    return "row/%s/%06d".formatted(table, id);
  }

  /** The text of a row. */
  public static String text(@Nullable Object value, float @Nullable [] vector) {
    return value + " " + Arrays.toString(vector);
  }

  /** Reads everything. */
  public static TreeMap<String, String> read(Database database) {
    TreeMap<String, String> content = new TreeMap<>();
    Catalog catalog = database.catalog();
    for (IndexSchema index : catalog.indexes()) {
      content.put(index(index.name()), "");
    }
    try (Snapshot snapshot = database.snapshot()) {
      for (TableSchema table : catalog.tables()) {
        content.put(table(table.name()), "");
        for (Column added : added(table)) {
          content.put(column(table.name(), added.name()), "");
        }
        readRows(snapshot, table, content);
      }
    }
    return content;
  }

  private static List<Column> added(TableSchema table) {
    return table.columns().subList(Tables.VECTOR + 1, table.columns().size());
  }

  private static void readRows(
      Snapshot snapshot, TableSchema table, TreeMap<String, String> content) {
    try (RowCursor rows = snapshot.query(Query.all(table.id()))) {
      while (rows.next()) {
        long id = (Long) Objects.requireNonNull(rows.value(Tables.ID));
        @Nullable Object value = rows.value(Tables.VALUE);
        @Nullable Object vector = rows.value(Tables.VECTOR);
        for (int i = 0; i < added(table).size(); i++) {
          requireDefault(added(table).get(i), rows.value(Tables.VECTOR + 1 + i));
        }
        String text = text(String.valueOf(value), (float @Nullable []) vector);
        if (content.put(row(table.name(), id), text) != null) {
          throw new AssertionError("row " + id + " of " + table.name() + " came twice");
        }
      }
    }
  }

  /** Workloads never write anything else to the columns they add. */
  private static void requireDefault(Column column, @Nullable Object value) {
    if (!Objects.equals(value, column.defaultValue())) {
      throw new AssertionError(column.name() + " holds " + value);
    }
  }
}
