package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.constraint.Reference;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks definitions of constraints, and what they forbid to do with tables and columns. */
final class ConstraintChecks {
  private ConstraintChecks() {}

  /**
   * Checks all constraints of a table that is created.
   *
   * @param uniques its indexes, of that table's id
   */
  static void checkAll(Catalog catalog, TableSchema table, List<ScalarIndex> uniques) {
    List<IndexSchema> indexes = new ArrayList<>(catalog.indexes());
    indexes.addAll(uniques);
    Set<String> names = new HashSet<>();
    for (Constraint constraint : table.constraints()) {
      if (!names.add(constraint.name())) {
        throw duplicate(table, constraint);
      }
      check(catalog, table, constraint, indexes);
    }
  }

  /** Checks a constraint that is added to the others. */
  static void checkAdded(Catalog catalog, TableSchema table, Constraint constraint) {
    if (table.constraint(constraint.name()) != null) {
      throw duplicate(table, constraint);
    }
    check(catalog, table, constraint, catalog.indexes());
  }

  private static void check(
      Catalog catalog,
      TableSchema table,
      Constraint constraint,
      List<? extends IndexSchema> indexes) {
    SchemaChecks.checkName("constraint", constraint.name());
    requireColumns(table, constraint, constraint.columns());
    if (constraint instanceof ForeignKey key) {
      TableSchema parent = parent(catalog, table, key);
      requireColumns(parent, constraint, key.parentColumns());
      new Reference(key, table, parent).checkDefinition(indexes);
    }
  }

  /** The table that a foreign key references, which may be the one that has it. */
  static TableSchema parent(Catalog catalog, TableSchema table, ForeignKey key) {
    TableSchema parent = key.parent() == table.id() ? table : catalog.table(key.parent());
    if (parent == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_TABLE,
          "The table that FOREIGN KEY " + key.name() + " references does not exist any more.");
    }
    return parent;
  }

  private static void requireColumns(
      TableSchema table, Constraint constraint, Iterable<Integer> columnIds) {
    for (int id : columnIds) {
      if (table.positionOfId(id) < 0) {
        throw new VectraException(
            ErrorCode.UNDEFINED_COLUMN,
            "Constraint "
                + constraint.name()
                + " names a column that "
                + table.name()
                + " does not have any more.");
      }
    }
  }

  private static VectraException duplicate(TableSchema table, Constraint constraint) {
    return new VectraException(
        ErrorCode.DUPLICATE_OBJECT,
        "Table " + table.name() + " already has a constraint " + constraint.name() + ".");
  }

  /** Refuses another name for a column that the text of a CHECK names. */
  static void requireNotInCheck(TableSchema table, int position) {
    for (Constraint constraint : table.constraints()) {
      if (constraint instanceof Check check && names(check, table, position)) {
        throw new VectraException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "Column "
                + table.name()
                + "."
                + table.column(position).name()
                + " cannot be renamed while CHECK "
                + check.name()
                + " ("
                + check.expression()
                + ") names it: drop the constraint, and add it again with the new name.");
      }
    }
  }

  /** Refuses to drop a column that constraints need. */
  static void requireUnconstrained(TableSchema table, int position) {
    for (Constraint constraint : table.constraints()) {
      if (names(constraint, table, position)) {
        throw new VectraException(
            ErrorCode.DEPENDENT_OBJECTS,
            "Column "
                + table.name()
                + "."
                + table.column(position).name()
                + " cannot be dropped while constraint "
                + constraint.name()
                + " needs it: drop that first, or use DROP COLUMN .. CASCADE.");
      }
    }
  }

  private static boolean names(Constraint constraint, TableSchema table, int position) {
    return constraint.columns().contains(table.column(position).origin().id());
  }

  /** Refuses to drop a column of a table that foreign keys reference. */
  static void requireUnreferenced(Catalog catalog, TableSchema table, int position) {
    int column = table.column(position).origin().id();
    for (Reference reference : Reference.of(catalog, id -> id == table.id())) {
      if (reference.parent().id() == table.id()
          && reference.key().parentColumns().contains(column)) {
        throw referenced(
            "Column " + table.name() + "." + table.column(position).name(),
            reference,
            "DROP COLUMN");
      }
    }
  }

  /** Refuses to drop an index that alone makes the columns unique which foreign keys reference. */
  static void requireUnreferenced(Catalog catalog, IndexSchema dropped) {
    List<IndexSchema> left = new ArrayList<>(catalog.indexes());
    left.removeIf(index -> index.id() == dropped.id());
    for (Reference reference : Reference.of(catalog, id -> id == dropped.tableId())) {
      if (reference.parent().id() == dropped.tableId() && reference.referencedKey(left) == null) {
        boolean constraint = dropped instanceof ScalarIndex scalar && scalar.constraint();
        throw referenced(
            (constraint ? "Constraint " : "Index ") + dropped.name(),
            reference,
            constraint ? "DROP CONSTRAINT" : "DROP INDEX");
      }
    }
  }

  private static VectraException referenced(String what, Reference reference, String statement) {
    return new VectraException(
        ErrorCode.DEPENDENT_OBJECTS,
        what
            + " cannot be dropped while FOREIGN KEY "
            + reference.key().name()
            + " of "
            + reference.child().name()
            + " references it: drop that first, or use "
            + statement
            + " .. CASCADE. Nothing was changed.");
  }

  /**
   * Refuses what takes the rows of a table away that another table references.
   *
   * @param what is done to it, and {@code remedy} what can be done instead
   */
  static void requireUnreferenced(Catalog catalog, TableSchema table, String what, String remedy) {
    for (Reference reference : Reference.of(catalog, id -> id == table.id())) {
      if (reference.child().id() != table.id()) {
        throw new VectraException(
            ErrorCode.DEPENDENT_OBJECTS,
            "Table "
                + table.name()
                + " cannot be "
                + what
                + " while FOREIGN KEY "
                + reference.key().name()
                + " of "
                + reference.child().name()
                + " references it: "
                + remedy
                + ". Nothing was changed.");
      }
    }
  }
}
