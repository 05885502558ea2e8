package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.TypeMapping;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns whose values an INSERT tells: identities, then the primary key. */
final class GeneratedKeys {
  private GeneratedKeys() {}

  static List<Integer> columns(TableSchema table) {
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
    return columns;
  }

  static @Nullable Object[] of(List<Integer> columns, @Nullable Object[] row) {
    return columns.stream().map(column -> row[column]).toArray();
  }

  static List<ColumnInfo> infos(TableSchema table, List<Integer> columns) {
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
