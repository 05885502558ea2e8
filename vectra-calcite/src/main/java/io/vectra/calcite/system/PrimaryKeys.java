package io.vectra.calcite.system;

import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.TableSchema;

/** Names of primary keys. */
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
}
