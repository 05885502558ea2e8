package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A rule for the rows of a table, beside NOT NULL and which columns are the primary key. Columns
 * are ids, so that a rename or a drop of others does not concern it.
 */
public sealed interface Constraint {

  /** Unique within the table. */
  String name();

  /** Ids of the columns of its own table that it names. */
  List<Integer> columns();

  /**
   * A condition that is FALSE for no row. The engine keeps it; whoever writes rows evaluates it.
   *
   * @param expression in SQL, naming columns by the names that they have
   */
  record Check(String name, String expression, List<Integer> columns) implements Constraint {
    public Check {
      requireNonNull(name, "name is null");
      requireNonNull(expression, "expression is null");
      columns = List.copyOf(columns);
    }
  }

  /**
   * Each row without a NULL in {@code columns} has a row of the parent with the same values.
   *
   * @param parent id of a table; {@link #SELF} in the definition of the table itself
   * @param parentColumns ids of as many columns, which are unique together
   */
  record ForeignKey(
      String name,
      List<Integer> columns,
      int parent,
      List<Integer> parentColumns,
      Action onDelete,
      Action onUpdate)
      implements Constraint {
    /** Stands for the table that is still to be created. */
    public static final int SELF = 0;

    public ForeignKey {
      requireNonNull(name, "name is null");
      requireNonNull(onDelete, "onDelete is null");
      requireNonNull(onUpdate, "onUpdate is null");
      columns = List.copyOf(columns);
      parentColumns = List.copyOf(parentColumns);
    }

    /** The same when its table has got its id. */
    ForeignKey created(int tableId) {
      return parent == SELF
          ? new ForeignKey(name, columns, tableId, parentColumns, onDelete, onUpdate)
          : this;
    }
  }

  /** The name that somebody gave to the primary key. */
  record PrimaryKey(String name) implements Constraint {
    public PrimaryKey {
      requireNonNull(name, "name is null");
    }

    /** None: they are those of the table's primary key. */
    @Override
    public List<Integer> columns() {
      return List.of();
    }
  }

  /** What becomes of the rows that reference a key which goes, or gets other values. */
  enum Action {
    /** There may be none when the statement ends. */
    NO_ACTION,
    /** There may be none when the key goes, even where another row gets it. */
    RESTRICT,
    /** They go, or get the same values. */
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }
}
