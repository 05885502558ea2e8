package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.TypeMapping;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns whose values an INSERT tells.
 *
 * @param columns their positions in the table: identities, those that take their value from a
 *     sequence, and the primary key; then others with a DEFAULT
 * @param infos what clients see of them
 * @param keys how many of them are of the first kind
 */
record GeneratedKeys(List<Integer> columns, List<ColumnInfo> infos, int keys) {

  /** Those of a table. */
  static GeneratedKeys of(TableSchema table) {
    Set<Integer> columns = new LinkedHashSet<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.column(i);
      if (column.identity() != Column.Identity.NONE || column.defaultValue() instanceof NextValue) {
        columns.add(i);
      }
    }
    columns.addAll(table.primaryKey());
    int keys = columns.size();
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.column(i).defaultValue() != null) {
        columns.add(i);
      }
    }
    return new GeneratedKeys(List.copyOf(columns), infos(table, columns), keys);
  }

  /** So many inserted rows, and the values of these columns in each of them. */
  SqlResult.Count count(long inserted, List<@Nullable Object[]> rows) {
    List<@Nullable Object[]> generated = new ArrayList<>(rows.size());
    for (@Nullable Object[] row : rows) {
      @Nullable Object[] values = new @Nullable Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row[columns.get(i)];
      }
      generated.add(values);
    }
    return new SqlResult.Count(inserted, infos, keys, generated);
  }

  private static List<ColumnInfo> infos(TableSchema table, Set<Integer> columns) {
    List<ColumnInfo> infos = new ArrayList<>();
    for (int position : columns) {
      Column column = table.column(position);
      infos.add(
          new ColumnInfo(
              column.name(),
              TypeMapping.toJdbc(column.type()),
              column.nullable(),
              QualifiedName.of(table),
              column.name(),
              column.identity() != Column.Identity.NONE,
              false));
    }
    return infos;
  }
}
