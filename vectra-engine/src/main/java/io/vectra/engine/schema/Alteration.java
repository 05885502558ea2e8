package io.vectra.engine.schema;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One change of a table's definition, to hand to {@code Database.alterTable}. Names are exact. */
public sealed interface Alteration {

  /**
   * Adds a column at the end; rows that are there already have its default. It is NOT NULL only
   * with a default, or in a table without rows.
   */
  record AddColumn(Column column, ColumnRules rules) implements Alteration {
    /** Adds a column without constraints. */
    public AddColumn(Column column) {
      this(column, ColumnRules.NONE);
    }
  }

  /**
   * What a column is added with; rows that are there already fulfil it, or nothing is changed.
   *
   * @param version of the table that the ids and positions in the others are of; the column has the
   *     next id, and the last position
   * @param uniques unique indexes that consist of the column
   * @param validation what the CHECK constraints mean, asked for each row with its new column
   */
  record ColumnRules(
      int version,
      List<Constraint> constraints,
      List<ScalarIndex> uniques,
      RowValidation validation) {
    /** None. */
    public static final ColumnRules NONE =
        new ColumnRules(0, List.of(), List.of(), RowValidation.NONE);

    public ColumnRules {
      constraints = List.copyOf(constraints);
      uniques = List.copyOf(uniques);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
      return constraints.isEmpty() && uniques.isEmpty();
    }
  }

  /**
   * Drops a column with its values and its indexes; it must not be part of the primary key.
   *
   * @param cascade whether the constraints that name it go with it; else there must be none
   */
  record DropColumn(String column, boolean cascade) implements Alteration {
    /** Drops a column that no constraint names. */
    public DropColumn(String column) {
      this(column, false);
    }
  }

  /** Gives a column another name. */
  record RenameColumn(String column, String newName) implements Alteration {}

  /**
   * Changes what an INSERT stores that leaves the column out.
   *
   * @param value of the class of the column's type, or a {@link NextValue} or a {@link
   *     DefaultExpression}; null for NULL
   */
  record SetDefault(String column, @Nullable Object value) implements Alteration {}

  /** Allows NULL, or forbids it: then no row may have it. */
  record SetNullable(String column, boolean nullable) implements Alteration {}

  /**
   * Adds a constraint, which the rows that are there fulfil.
   *
   * @param validation what a CHECK means: asked for each row, under the lock of writers; the engine
   *     itself knows what a foreign key means
   */
  record AddConstraint(Constraint constraint, RowValidation validation) implements Alteration {}

  /** Throws for a row that a constraint forbids. */
  @FunctionalInterface
  interface RowValidation {
    /** Whatever the row. */
    RowValidation NONE = row -> {};

    /**
     * Lets a row pass, or throws.
     *
     * @param row gives the value of a position in the table; null for NULL
     */
    void check(IntFunction<@Nullable Object> row);
  }

  /** Drops a constraint; the name of the primary key cannot be dropped. */
  record DropConstraint(String name) implements Alteration {}

  /** Gives the table another name. */
  record RenameTable(String newName) implements Alteration {}
}
