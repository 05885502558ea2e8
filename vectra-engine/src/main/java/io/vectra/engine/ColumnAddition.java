package io.vectra.engine;

import io.vectra.engine.commit.LatestRows;
import io.vectra.engine.commit.RowCheck;
import io.vectra.engine.commit.UniqueCheck;
import io.vectra.engine.constraint.Reference;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Alteration.AddColumn;
import io.vectra.engine.schema.Alteration.ColumnRules;
import io.vectra.engine.schema.Alteration.RowValidation;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.DatabaseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Adds a column with its constraints to a table whose rows all get the same value in it. Used under
 * the writer lock, so that no row comes meanwhile.
 */
final class ColumnAddition {
  private final DatabaseState state;
  private final TableSchema table;
  private final Runnable poll;

  ColumnAddition(DatabaseState state, TableSchema table, Runnable poll) {
    this.poll = poll;
    this.state = state;
    this.table = table;
  }

  /** The table's next version. */
  TableSchema apply(AddColumn addition) {
    TableSchema next = added(addition.column());
    ColumnRules rules = addition.rules();
    if (rules.isEmpty()) {
      return next;
    }
    if (rules.version() != table.version()) {
      throw new VectraException(
          ErrorCode.SERIALIZATION_CONFLICT,
          "Table " + table.name() + " was altered meanwhile. Nothing was changed; run it again.");
    }
    for (Constraint constraint : rules.constraints()) {
      ConstraintChecks.checkAdded(state.catalog(), next, constraint);
      next = with(next, constraint);
    }
    checkRows(next, rules);
    return next;
  }

  /** The same version with one more constraint. */
  private static TableSchema with(TableSchema next, Constraint constraint) {
    List<Constraint> all = new ArrayList<>(next.constraints());
    all.add(constraint);
    return new TableSchema(
        next.id(),
        next.schema(),
        next.name(),
        next.version(),
        next.columns(),
        next.primaryKey(),
        next.nextColumnId(),
        all);
  }

  private void checkRows(TableSchema next, ColumnRules rules) {
    Object value = next.column(next.columns().size() - 1).origin().initialValue();
    IntFunction<@Nullable Object> alone = position -> value; // of a key of this column alone
    for (Constraint constraint : rules.constraints()) {
      if (constraint instanceof ForeignKey key && value != null && hasRows(1)) {
        requireParent(key, next, alone);
      }
    }
    if (rules.constraints().stream().anyMatch(Check.class::isInstance)) {
      checkRows(rules.validation(), value);
    }
    if (!rules.uniques().isEmpty() && value != null && hasRows(2)) {
      @Nullable Object[] row = new @Nullable Object[next.columns().size()];
      row[row.length - 1] = value;
      throw UniqueCheck.duplicate(next, rules.uniques().get(0), row);
    }
  }

  private TableSchema added(Column column) {
    if (column.identity() != Column.Identity.NONE) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "Column "
              + table.name()
              + "."
              + column.name()
              + " cannot be added with generated values; only CREATE TABLE can do that.");
    }
    requireOneValue(column);
    if (!column.nullable() && column.initialValue() == null && hasRows(1)) {
      throw new VectraException(
          ErrorCode.NOT_NULL_VIOLATION,
          "Column "
              + table.name()
              + "."
              + column.name()
              + " is NOT NULL without a default, and the table has rows. Give it a DEFAULT.");
    }
    return table.withColumnAdded(RowCheck.checkDefault(table, column));
  }

  /** Refuses a default that is not the same for all rows that are there. */
  private void requireOneValue(Column column) {
    String source = null;
    if (column.defaultValue() instanceof NextValue) {
      source = "a sequence";
    } else if (column.defaultValue() instanceof DefaultExpression expression
        && expression.eachRow()) {
      source = "another value for each row (" + expression.text() + ")";
    }
    if (source != null && hasRows(1)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "Column "
              + table.name()
              + "."
              + column.name()
              + " cannot be added with "
              + source
              + " as its default while the table has rows: add it without one, UPDATE the rows,"
              + " then use ALTER COLUMN .. SET DEFAULT.");
    }
  }

  private void requireParent(
      ForeignKey key, TableSchema next, IntFunction<@Nullable Object> alone) {
    Reference reference =
        new Reference(key, next, ConstraintChecks.parent(state.catalog(), next, key));
    List<Object> has = reference.childKey(alone);
    if (has != null) {
      for (List<Object> missing :
          reference.withoutParent(Set.of(has), LatestRows.of(state, poll))) {
        throw reference.missingParent(missing);
      }
    }
  }

  private void checkRows(RowValidation validation, @Nullable Object value) {
    int added = table.columns().size();
    try (RowCursor rows = LatestRows.of(state, poll).query(Query.all(table.id()))) {
      while (rows.next()) {
        validation.check(position -> position == added ? value : rows.value(position));
      }
    }
  }

  private boolean hasRows(int count) {
    Query query = new Query(table.id(), null, null, 0, count);
    try (RowCursor rows = LatestRows.of(state, poll).query(query)) {
      int found = 0;
      while (rows.next()) {
        found++;
      }
      return found == count;
    }
  }
}
