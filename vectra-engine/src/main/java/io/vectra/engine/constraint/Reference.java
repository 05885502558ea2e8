package io.vectra.engine.constraint;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.Action;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key with both of its tables, as one version of the catalog has them. Keys are lists of
 * values that are equal on both sides; see {@link #childKey} and {@link #parentKey}.
 */
public final class Reference {
  private final ForeignKey key;
  private final TableSchema child;
  private final TableSchema parent;
  private final KeyColumns childColumns;
  private final KeyColumns parentColumns;

  /** A foreign key that is, or will be, one of {@code child}. */
  public Reference(ForeignKey key, TableSchema child, TableSchema parent) {
    this.key = key;
    this.child = child;
    this.parent = parent;
    this.childColumns = new KeyColumns(child, key.columns());
    this.parentColumns = new KeyColumns(parent, key.parentColumns());
  }

  /** The foreign keys of a catalog whose child or parent is one that is asked for. */
  public static List<Reference> of(Catalog catalog, IntPredicate tables) {
    List<Reference> references = new ArrayList<>();
    for (TableSchema table : catalog.tables()) {
      for (Constraint constraint : table.constraints()) {
        if (constraint instanceof ForeignKey key
            && (tables.test(table.id()) || tables.test(key.parent()))) {
          references.add(new Reference(key, table, requireNonNull(catalog.table(key.parent()))));
        }
      }
    }
    return references;
  }

  public ForeignKey key() {
    return key;
  }

  public TableSchema child() {
    return child;
  }

  public TableSchema parent() {
    return parent;
  }

  /** Whether a row of the parent keeps its key for as long as it keeps its primary key. */
  public boolean isOfPrimaryKey() {
    return parent.primaryKey().size() == parentColumns.count()
        && IntStream.range(0, parentColumns.count())
            .allMatch(part -> parent.primaryKey().contains(parentColumns.position(part)));
  }

  /** Positions in a table, which is one of the two or both, of what the key consists of. */
  public List<Integer> positionsIn(TableSchema table) {
    List<Integer> positions = new ArrayList<>();
    for (int part = 0; part < columnCount(); part++) {
      if (table.id() == child.id()) {
        positions.add(childColumns.position(part));
      }
      if (table.id() == parent.id()) {
        positions.add(parentColumns.position(part));
      }
    }
    return positions;
  }

  /** The position in the child of a part of the key. */
  public int childPosition(int part) {
    return childColumns.position(part);
  }

  /** Columns of the key. */
  public int columnCount() {
    return childColumns.count();
  }

  /** The key that a row of the child has; null where a part is NULL, so that it needs no parent. */
  public @Nullable List<Object> childKey(IntFunction<@Nullable Object> row) {
    return childColumns.of(row);
  }

  /** The key that a row of the parent offers; null where a part is NULL. */
  public @Nullable List<Object> parentKey(IntFunction<@Nullable Object> row) {
    return parentColumns.of(row);
  }

  /**
   * A part of a key as the child stores it.
   *
   * @throws VectraException NUMERIC_OUT_OF_RANGE when its type is too narrow
   */
  public Object childValue(List<Object> values, int part) {
    Object value = childColumns.value(values, part);
    if (value == null) {
      throw new VectraException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "Value "
              + values.get(part)
              + " of "
              + parent.name()
              + " does not fit "
              + child.name()
              + "."
              + child.column(childColumns.position(part)).name()
              + ", which references it. Nothing was written.");
    }
    return value;
  }

  /** Of these keys those that no row of the parent offers. */
  public Set<List<Object>> withoutParent(Set<List<Object>> keys, Rows rows) {
    Set<List<Object>> missing = new HashSet<>(keys);
    if (missing.isEmpty()) {
      return missing;
    }
    try (RowCursor found =
        isOfPrimaryKey() ? rows.lookup(parent.id(), rowKeys(keys)) : matching(keys, rows)) {
      while (!missing.isEmpty() && found.next()) {
        missing.remove(parentColumns.of(found::value));
      }
    }
    return missing;
  }

  private RowCursor matching(Set<List<Object>> keys, Rows rows) {
    return rows.query(Query.where(parent.id(), having(parentColumns, keys)));
  }

  private List<RowKey> rowKeys(Set<List<Object>> keys) {
    List<RowKey> rowKeys = new ArrayList<>(keys.size());
    for (List<Object> each : keys) {
      Object[] values = parentColumns.values(each);
      if (values != null) {
        rowKeys.add(KeyCodec.encode(parent, inOrderOfPrimaryKey(values)));
      }
    }
    return rowKeys;
  }

  private Object[] inOrderOfPrimaryKey(Object[] values) {
    Object[] ordered = new Object[values.length];
    for (int part = 0; part < values.length; part++) {
      ordered[parent.primaryKey().indexOf(parentColumns.position(part))] = values[part];
    }
    return ordered;
  }

  /**
   * Reads the rows of the child that have one of these keys.
   *
   * @param action gets each row with its key
   */
  public void forEachChild(
      Set<List<Object>> keys, Rows rows, BiConsumer<RowCursor, List<Object>> action) {
    if (keys.isEmpty()) {
      return;
    }
    try (RowCursor found = rows.query(Query.where(child.id(), having(childColumns, keys)))) {
      while (found.next()) {
        List<Object> has = childColumns.of(found::value);
        if (has != null && keys.contains(has)) {
          action.accept(found, has);
        }
      }
    }
  }

  /** One of these keys that a row of the child has, or null. */
  public @Nullable List<Object> anyWithChild(Set<List<Object>> keys, Rows rows) {
    if (keys.isEmpty()) {
      return null;
    }
    try (RowCursor found = rows.query(Query.where(child.id(), having(childColumns, keys)))) {
      while (found.next()) {
        List<Object> has = childColumns.of(found::value);
        if (has != null && keys.contains(has)) {
          return has;
        }
      }
      return null;
    }
  }

  /** What every row with one of these keys fulfils: an index on the columns finds them. */
  private static Predicate having(KeyColumns columns, Set<List<Object>> keys) {
    List<Predicate> parts = new ArrayList<>();
    for (int part = 0; part < columns.count(); part++) {
      parts.add(having(columns, part, keys));
    }
    return parts.size() == 1 ? parts.get(0) : new Predicate.And(parts);
  }

  private static Predicate having(KeyColumns columns, int part, Set<List<Object>> keys) {
    Set<Object> values = new HashSet<>();
    for (List<Object> each : keys) {
      Object value = columns.value(each, part);
      if (value != null) {
        values.add(value);
      }
    }
    int position = columns.position(part);
    return values.size() == 1
        ? new Predicate.Compare(position, Predicate.Comparison.EQUAL, values.iterator().next())
        : new Predicate.In(position, values);
  }

  /** What to throw where a row of the child has a key that no parent offers. */
  public VectraException missingParent(List<Object> values) {
    return new VectraException(
        ErrorCode.FOREIGN_KEY_VIOLATION,
        "A row of "
            + child.name()
            + " has "
            + childColumns.describe(values)
            + ", and "
            + parent.name()
            + " has no row with this "
            + parentColumns.names()
            + ": FOREIGN KEY "
            + key.name()
            + ". Nothing was written.");
  }

  /** What to throw where a key is to go that a row of the child has. */
  public VectraException stillReferenced(List<Object> values) {
    return new VectraException(
        ErrorCode.FOREIGN_KEY_VIOLATION,
        "The row of "
            + parent.name()
            + " with "
            + parentColumns.describe(values)
            + " is referenced by "
            + childColumns.names()
            + " of "
            + child.name()
            + ": FOREIGN KEY "
            + key.name()
            + ". Nothing was written.");
  }

  /** Whether the rows that reference a key follow it in some way. */
  public boolean hasAction() {
    return isAction(key.onDelete()) || isAction(key.onUpdate());
  }

  private static boolean isAction(Action action) {
    return action != Action.NO_ACTION && action != Action.RESTRICT;
  }

  /** What makes the referenced columns unique; null where nothing among these indexes does. */
  public @Nullable ReferencedKey referencedKey(List<? extends IndexSchema> indexes) {
    return ReferencedKey.of(key, parent, indexes);
  }

  /**
   * Checks the definition.
   *
   * @param indexes of the parent, among which others may be
   * @throws VectraException INVALID_FOREIGN_KEY, DATATYPE_MISMATCH
   */
  public void checkDefinition(List<? extends IndexSchema> indexes) {
    if (key.columns().size() != key.parentColumns().size()) {
      throw invalid(
          "has "
              + key.columns().size()
              + " columns and references "
              + key.parentColumns().size()
              + " of "
              + parent.name());
    }
    if (Set.copyOf(key.columns()).size() < columnCount()
        || Set.copyOf(key.parentColumns()).size() < columnCount()) {
      throw invalid("names a column twice");
    }
    if (referencedKey(indexes) == null) {
      throw invalid(
          "references ("
              + parentColumns.names()
              + ") of "
              + parent.name()
              + ", which is neither its primary key nor those of a UNIQUE constraint or unique"
              + " index: add one of these first");
    }
    for (int part = 0; part < columnCount(); part++) {
      ColumnType type = child.column(childColumns.position(part)).type();
      ColumnType wanted = parent.column(parentColumns.position(part)).type();
      if (!KeyColumns.areComparable(type, wanted)) {
        throw new VectraException(
            ErrorCode.DATATYPE_MISMATCH,
            "FOREIGN KEY "
                + key.name()
                + ": column "
                + child.name()
                + "."
                + child.column(childColumns.position(part)).name()
                + " is "
                + type
                + ", and "
                + parent.name()
                + "."
                + parent.column(parentColumns.position(part)).name()
                + " is "
                + wanted
                + ". They must be of the same type.");
      }
    }
  }

  private VectraException invalid(String what) {
    return new VectraException(
        ErrorCode.INVALID_FOREIGN_KEY,
        "FOREIGN KEY " + key.name() + " of " + child.name() + " " + what + ".");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reference reference
        && child.id() == reference.child.id()
        && key.equals(reference.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(child.id(), key.name());
  }
}
