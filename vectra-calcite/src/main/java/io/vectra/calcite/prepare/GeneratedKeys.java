package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.TypeMapping;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns whose values an INSERT tells: identities, then the primary key.
 *
 * @param columns their positions in the table
 * @param infos what clients see of them
 */
record GeneratedKeys(List<Integer> columns, List<ColumnInfo> infos) {

  /** Those of a table. */
  static GeneratedKeys of(TableSchema table) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.column(i).identity() != Column.Identity.NONE) {
        columns.add(i);
      }
    }
    for (int position : table.primaryKey()) {
      if (!columns.contains(position)) {
        columns.add(position);
      }
    }
    return new GeneratedKeys(columns, infos(table, columns));
  }

  /** Their values in a row. */
  @Nullable Object[] values(@Nullable Object[] row) {
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[columns.get(i)];
    }
    return values;
  }

  private static List<ColumnInfo> infos(TableSchema table, List<Integer> columns) {
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
