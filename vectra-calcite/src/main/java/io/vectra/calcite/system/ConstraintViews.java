package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.INFORMATION_SCHEMA;

import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INFORMATION_SCHEMA: constraints, of which there are primary keys alone. */
final class ConstraintViews {
  private static final String[] NAME = {
    "CONSTRAINT_CATALOG", "CONSTRAINT_SCHEMA", "CONSTRAINT_NAME"
  };

  static final List<SystemView> ALL =
      List.of(
          SystemView.named(INFORMATION_SCHEMA, "TABLE_CONSTRAINTS")
              .texts(NAME)
              .texts("CONSTRAINT_TYPE", "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME")
              .texts("IS_DEFERRABLE", "INITIALLY_DEFERRED", "ENFORCED", "NULLS_DISTINCT")
              .of(ConstraintViews::constraints),
          SystemView.named(INFORMATION_SCHEMA, "KEY_COLUMN_USAGE")
              .texts(NAME)
              .texts("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME")
              .integers("ORDINAL_POSITION", "POSITION_IN_UNIQUE_CONSTRAINT")
              .of(ConstraintViews::keyColumns),
          SystemView.named(INFORMATION_SCHEMA, "REFERENTIAL_CONSTRAINTS")
              .texts(NAME)
              .texts("UNIQUE_CONSTRAINT_CATALOG", "UNIQUE_CONSTRAINT_SCHEMA")
              .texts("UNIQUE_CONSTRAINT_NAME", "MATCH_OPTION", "UPDATE_RULE", "DELETE_RULE")
              .withoutRows(),
          SystemView.named(INFORMATION_SCHEMA, "CHECK_CONSTRAINTS")
              .texts(NAME)
              .texts("CHECK_CLAUSE")
              .withoutRows());

  private ConstraintViews() {}

  private static List<@Nullable Object[]> constraints(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      if (!table.hasHiddenKey()) {
        rows.add(
            new @Nullable Object[] {
              null,
              table.schema(),
              PrimaryKeys.name(table),
              "PRIMARY KEY",
              null,
              table.schema(),
              table.name(),
              "NO",
              "NO",
              "YES",
              null
            });
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> keyColumns(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      for (int i = 0; i < table.primaryKey().size(); i++) {
        rows.add(
            new @Nullable Object[] {
              null,
              table.schema(),
              PrimaryKeys.name(table),
              null,
              table.schema(),
              table.name(),
              table.column(table.primaryKey().get(i)).name(),
              i + 1,
              null
            });
      }
    }
    return rows;
  }
}
