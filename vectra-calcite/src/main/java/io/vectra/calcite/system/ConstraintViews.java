package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.INFORMATION_SCHEMA;

import io.vectra.engine.constraint.ReferencedKey;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INFORMATION_SCHEMA: constraints, UNIQUE ones among them, and the columns of keys. */
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
              .of(ConstraintViews::references),
          SystemView.named(INFORMATION_SCHEMA, "CHECK_CONSTRAINTS")
              .texts(NAME)
              .texts("CHECK_CLAUSE")
              .of(ConstraintViews::checks));

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
      for (Constraint constraint : table.constraints()) {
        if (constraint instanceof Check) {
          rows.add(constraint(table, constraint.name(), "CHECK", null));
        } else if (constraint instanceof ForeignKey) {
          rows.add(constraint(table, constraint.name(), "FOREIGN KEY", null));
        }
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
      table.schema(),
      name,
      type,
      null,
      table.schema(),
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
      for (Constraint constraint : table.constraints()) {
        if (constraint instanceof ForeignKey key) {
          ReferencedKey referenced = PrimaryKeys.referenced(state.catalog(), key);
          for (int i = 0; i < key.columns().size(); i++) {
            String column = table.column(table.positionOfId(key.columns().get(i))).name();
            int position = referenced.parent().positionOfId(key.parentColumns().get(i));
            int ordinal = referenced.columns().indexOf(position) + 1;
            rows.add(keyColumn(table, key.name(), column, i + 1, ordinal));
          }
        }
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> references(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      for (Constraint constraint : table.constraints()) {
        if (constraint instanceof ForeignKey key) {
          ReferencedKey referenced = PrimaryKeys.referenced(state.catalog(), key);
          rows.add(
              new @Nullable Object[] {
                null,
                table.schema(),
                key.name(),
                null,
                referenced.parent().schema(),
                PrimaryKeys.name(referenced),
                "NONE",
                rule(key.onUpdate()),
                rule(key.onDelete())
              });
        }
      }
    }
    return rows;
  }

  private static String rule(Constraint.Action action) {
    return action.name().replace('_', ' ');
  }

  private static List<@Nullable Object[]> checks(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      for (Constraint constraint : table.constraints()) {
        if (constraint instanceof Check check) {
          rows.add(new @Nullable Object[] {null, table.schema(), check.name(), check.expression()});
        }
      }
    }
    return rows;
  }

  private static void addKey(
      TableSchema table, String name, List<Integer> columns, List<@Nullable Object[]> rows) {
    for (int i = 0; i < columns.size(); i++) {
      rows.add(keyColumn(table, name, table.column(columns.get(i)).name(), i + 1, null));
    }
  }

  private static @Nullable Object[] keyColumn(
      TableSchema table, String name, String column, int ordinal, @Nullable Integer ofParent) {
    return new @Nullable Object[] {
      null, table.schema(), name, null, table.schema(), table.name(), column, ordinal, ofParent
    };
  }
}
