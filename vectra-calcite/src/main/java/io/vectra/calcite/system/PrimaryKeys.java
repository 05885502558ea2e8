package io.vectra.calcite.system;

import io.vectra.engine.schema.TableSchema;

/** Names of primary keys, which nobody gives. */
public final class PrimaryKeys {
  private PrimaryKeys() {}

  /** The name of the primary key of a table, and of the order that its rows are kept in. */
  public static String name(TableSchema table) {
    return "PK_" + table.name();
  }
}
