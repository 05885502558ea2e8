package io.vectra.engine;

import io.vectra.engine.commit.LatestRows;
import io.vectra.engine.constraint.Reference;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.DatabaseState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds a constraint to a table whose rows fulfil it. Used under the writer lock, so that no row
 * comes meanwhile.
 */
final class ConstraintAddition {
  private final DatabaseState state;
  private final TableSchema table;
  private final Runnable poll;

  ConstraintAddition(DatabaseState state, TableSchema table, Runnable poll) {
    this.poll = poll;
    this.state = state;
    this.table = table;
  }

  /** The table's next version. */
  TableSchema apply(Alteration.AddConstraint addition) {
    Constraint constraint = addition.constraint();
    ConstraintChecks.checkAdded(state.catalog(), table, constraint);
    if (constraint instanceof ForeignKey key) {
      checkParents(key);
    } else {
      checkRows(addition.validation());
    }
    List<Constraint> all = new ArrayList<>(table.constraints());
    all.add(constraint);
    return table.withConstraints(all);
  }

  private void checkRows(Alteration.RowValidation validation) {
    try (RowCursor rows = LatestRows.of(state, poll).query(Query.all(table.id()))) {
      while (rows.next()) {
        validation.check(rows::value);
      }
    }
  }

  private void checkParents(ForeignKey key) {
    Reference reference =
        new Reference(key, table, ConstraintChecks.parent(state.catalog(), table, key));
    LatestRows latest = LatestRows.of(state, poll);
    Set<List<Object>> keys = new HashSet<>();
    try (RowCursor rows = latest.query(Query.all(table.id()))) {
      while (rows.next()) {
        List<Object> has = reference.childKey(rows::value);
        if (has != null) {
          keys.add(has);
        }
      }
    }
    for (List<Object> missing : reference.withoutParent(keys, latest)) {
      throw reference.missingParent(missing);
    }
  }
}
