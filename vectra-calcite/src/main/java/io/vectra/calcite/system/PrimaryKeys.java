package io.vectra.calcite.system;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.constraint.ReferencedKey;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;

/** Names of primary keys, and of the keys that foreign keys reference. */
public final class PrimaryKeys {
  private PrimaryKeys() {}

  /**
   * The name of the primary key of a table, and of the order that its rows are kept in: the one
   * that it was given, or one made of the table's.
   */
  public static String name(TableSchema table) {
    for (Constraint constraint : table.constraints()) {
      if (constraint instanceof Constraint.PrimaryKey) {
        return constraint.name();
      }
    }
    return "PK_" + table.name();
  }

  /** The name of the key that a foreign key references: of the primary key, or a unique index. */
  public static String name(ReferencedKey key) {
    ScalarIndex unique = key.unique();
    return unique == null ? name(key.parent()) : unique.name();
  }

  /** The key that a foreign key of a catalog references. */
  public static ReferencedKey referenced(Catalog catalog, ForeignKey key) {
    TableSchema parent = requireNonNull(catalog.table(key.parent()));
    return requireNonNull(ReferencedKey.of(key, parent, catalog.indexes()));
  }
}
