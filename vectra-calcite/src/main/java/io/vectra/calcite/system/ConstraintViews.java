package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.INFORMATION_SCHEMA;

import io.vectra.calcite.prepare.Session;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INFORMATION_SCHEMA: constraints: primary keys and UNIQUE. */
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
        rows.add(constraint(table, PrimaryKeys.name(table), "PRIMARY KEY", null));
      }
      for (ScalarIndex unique : uniqueConstraints(state, table)) {
        rows.add(constraint(table, unique.name(), "UNIQUE", "YES"));
      }
    }
    return rows;
  }

  private static List<ScalarIndex> uniqueConstraints(SystemState state, TableSchema table) {
    return state.catalog().scalarIndexesOf(table.id()).stream()
        .filter(ScalarIndex::constraint)
        .toList();
  }

  private static @Nullable Object[] constraint(
      TableSchema table, String name, String type, @Nullable String nullsDistinct) {
    return new @Nullable Object[] {
      null,
      Session.DEFAULT_SCHEMA,
      name,
      type,
      null,
      Session.DEFAULT_SCHEMA,
      table.name(),
      "NO",
      "NO",
      "YES",
      nullsDistinct
    };
  }

  private static List<@Nullable Object[]> keyColumns(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      addKey(table, PrimaryKeys.name(table), table.primaryKey(), rows);
      for (ScalarIndex unique : uniqueConstraints(state, table)) {
        addKey(table, unique.name(), unique.columns(), rows);
      }
    }
    return rows;
  }

  private static void addKey(
      TableSchema table, String name, List<Integer> columns, List<@Nullable Object[]> rows) {
    for (int i = 0; i < columns.size(); i++) {
      rows.add(
          new @Nullable Object[] {
            null,
            Session.DEFAULT_SCHEMA,
            name,
            null,
            Session.DEFAULT_SCHEMA,
            table.name(),
            table.column(columns.get(i)).name(),
            i + 1,
            null
          });
    }
  }
}
