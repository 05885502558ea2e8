package io.vectra.engine.schema;

import org.jspecify.annotations.Nullable;

/** One change of a table's definition, to hand to {@code Database.alterTable}. Names are exact. */
public sealed interface Alteration {

  /**
   * Adds a column at the end; rows that are there already have its default. It is NOT NULL only
   * with a default, or in a table without rows.
   */
  record AddColumn(Column column) implements Alteration {}

  /** Drops a column with its values and its indexes; it must not be part of the primary key. */
  record DropColumn(String column) implements Alteration {}

  /** Gives a column another name. */
  record RenameColumn(String column, String newName) implements Alteration {}

  /**
   * Changes what an INSERT stores that leaves the column out.
   *
   * @param value of the class of the column's type; null for NULL
   */
  record SetDefault(String column, @Nullable Object value) implements Alteration {}

  /** Allows NULL, or forbids it: then no row may have it. */
  record SetNullable(String column, boolean nullable) implements Alteration {}

  /** Gives the table another name. */
  record RenameTable(String newName) implements Alteration {}
}
