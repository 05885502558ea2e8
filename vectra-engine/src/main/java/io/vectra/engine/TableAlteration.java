package io.vectra.engine;

import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.commit.LatestRows;
import io.vectra.engine.commit.RowCheck;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next version of a table's schema, after checking that its rows fit it. Used under the
 * writer lock, so that no row comes meanwhile.
 */
final class TableAlteration {
  private final DatabaseState state;
  private final TableSchema schema;
  private final Runnable poll;

  TableAlteration(DatabaseState state, TableState table, Runnable poll) {
    this.poll = poll;
    this.state = state;
    this.schema = table.schema();
  }

  /** The next version. */
  TableSchema apply(Alteration alteration) {
    TableSchema next = next(alteration);
    SchemaChecks.checkTable(next);
    DefinitionChecks.requireSequences(state.definitions(), next);
    return next;
  }

  private TableSchema next(Alteration alteration) {
    if (alteration instanceof Alteration.AddColumn add) {
      return new ColumnAddition(state, schema, poll).apply(add);
    }
    if (alteration instanceof Alteration.DropColumn drop) {
      return dropped(position(drop.column()), drop.cascade());
    }
    if (alteration instanceof Alteration.RenameColumn rename) {
      int position = position(rename.column());
      ConstraintChecks.requireNotInCheck(schema, position);
      return schema.withColumnRenamed(position, rename.newName());
    }
    if (alteration instanceof Alteration.SetDefault set) {
      return withDefault(position(set.column()), set.value());
    }
    if (alteration instanceof Alteration.SetNullable set) {
      return withNullable(position(set.column()), set.nullable());
    }
    if (alteration instanceof Alteration.AddConstraint add) {
      return new ConstraintAddition(state, schema, poll).apply(add);
    }
    if (alteration instanceof Alteration.DropConstraint drop) {
      return withoutConstraint(drop.name());
    }
    Alteration.RenameTable rename = (Alteration.RenameTable) alteration;
    QualifiedName newName = new QualifiedName(schema.schema(), rename.newName());
    if (state.catalog().table(newName) != null) {
      throw new VectraException(
          ErrorCode.DUPLICATE_TABLE, "Table " + rename.newName() + " already exists.");
    }
    DefinitionChecks.checkFree(state.catalog().definitions(), newName);
    return schema.withName(rename.newName());
  }

  private TableSchema dropped(int position, boolean cascade) {
    if (schema.primaryKey().contains(position)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "Column " + name(position) + " is part of the primary key and cannot be dropped.");
    }
    if (schema.columns().size() == 1) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          "Column " + name(position) + " is the only one of its table: use DROP TABLE.");
    }
    if (!cascade) {
      ConstraintChecks.requireUnconstrained(schema, position);
      ConstraintChecks.requireUnreferenced(state.catalog(), schema, position);
    }
    return schema.withColumnDropped(position);
  }

  private TableSchema withoutConstraint(String constraint) {
    List<Constraint> kept = new ArrayList<>(schema.constraints());
    if (!kept.removeIf(any -> any.name().equals(constraint))) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT,
          "Table " + schema.name() + " has no constraint " + constraint + ".");
    }
    if (schema.constraint(constraint) instanceof Constraint.PrimaryKey) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "Constraint "
              + constraint
              + " is the primary key of "
              + schema.name()
              + ", which cannot be dropped.");
    }
    return schema.withConstraints(kept);
  }

  private TableSchema withDefault(int position, @Nullable Object value) {
    Column column = RowCheck.checkDefault(schema, schema.column(position).withDefault(value));
    return schema.withColumnDefault(position, column.defaultValue());
  }

  private TableSchema withNullable(int position, boolean nullable) {
    if (nullable && schema.primaryKey().contains(position)) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          "Column " + name(position) + " is part of the primary key and must be NOT NULL.");
    }
    if (!nullable && hasRow(new Predicate.IsNull(position))) {
      throw new VectraException(
          ErrorCode.NOT_NULL_VIOLATION,
          "Column " + name(position) + " is NULL in rows of the table. Give them a value first.");
    }
    return schema.withColumnNullable(position, nullable);
  }

  private boolean hasRow(@Nullable Predicate predicate) {
    Query query = new Query(schema.id(), predicate, null, 0, 1);
    try (RowCursor rows = LatestRows.of(state, poll).query(query)) {
      return rows.next();
    }
  }

  private int position(String column) {
    int position = schema.positionOf(column);
    if (position < 0) {
      throw new VectraException(
          ErrorCode.UNDEFINED_COLUMN, "Table " + schema.name() + " has no column " + column + ".");
    }
    return position;
  }

  private String name(int position) {
    return schema.name() + "." + schema.column(position).name();
  }
}
