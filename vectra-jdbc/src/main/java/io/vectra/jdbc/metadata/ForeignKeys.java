package io.vectra.jdbc.metadata;

import static java.util.Objects.requireNonNull;

import io.vectra.calcite.system.PrimaryKeys;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.TableSchema;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The foreign keys of a catalog, one row a column, in JDBC's orders. */
final class ForeignKeys {
  private static final int PARENT = 2;
  private static final int CHILD = 6;
  private static final int KEY_SEQ = 8;
  private static final int NAME = 11;

  private final Catalog catalog;

  ForeignKeys(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Those that tables have. */
  ResultSet imported(Predicate<TableSchema> child) {
    return rows((from, to) -> child.test(from), PARENT);
  }

  /** Those that reference tables. */
  ResultSet exported(Predicate<TableSchema> parent) {
    return rows((from, to) -> parent.test(to), CHILD);
  }

  /** Those that tables have of others. */
  ResultSet between(Predicate<TableSchema> parent, Predicate<TableSchema> child) {
    return rows((from, to) -> parent.test(to) && child.test(from), CHILD);
  }

  /**
   * The rows of keys.
   *
   * @param wanted is asked about child and parent
   * @param first which table's name orders them
   */
  private ResultSet rows(BiPredicate<TableSchema, TableSchema> wanted, int first) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema child : catalog.tables()) {
      for (Constraint constraint : child.constraints()) {
        if (constraint instanceof ForeignKey key) {
          TableSchema parent = requireNonNull(catalog.table(key.parent()));
          if (wanted.test(child, parent)) {
            add(rows, key, child, parent);
          }
        }
      }
    }
    rows.sort(
        Comparator.<@Nullable Object[], String>comparing(row -> (String) row[first - 1])
            .thenComparing(row -> (String) row[first])
            .thenComparing(row -> (String) row[NAME])
            .thenComparing(row -> (Short) row[KEY_SEQ]));
    return Layout.FOREIGN_KEYS.rows(rows);
  }

  private void add(
      List<@Nullable Object[]> rows, ForeignKey key, TableSchema child, TableSchema parent) {
    for (int i = 0; i < key.columns().size(); i++) {
      rows.add(
          new @Nullable Object[] {
            null,
            parent.schema(),
            parent.name(),
            column(parent, key.parentColumns().get(i)),
            null,
            child.schema(),
            child.name(),
            column(child, key.columns().get(i)),
            (short) (i + 1),
            rule(key.onUpdate()),
            rule(key.onDelete()),
            key.name(),
            PrimaryKeys.name(PrimaryKeys.referenced(catalog, key)),
            (short) DatabaseMetaData.importedKeyNotDeferrable
          });
    }
  }

  private static String column(TableSchema table, int id) {
    return table.column(table.positionOfId(id)).name();
  }

  private static short rule(Constraint.Action action) {
    int rule =
        switch (action) {
          case NO_ACTION -> DatabaseMetaData.importedKeyNoAction;
          case RESTRICT -> DatabaseMetaData.importedKeyRestrict;
          case CASCADE -> DatabaseMetaData.importedKeyCascade;
          case SET_NULL -> DatabaseMetaData.importedKeySetNull;
          case SET_DEFAULT -> DatabaseMetaData.importedKeySetDefault;
        };
    return (short) rule;
  }
}
