package io.vectra.engine.commit;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.constraint.Reference;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.table.DatabaseState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks foreign keys at commit, under the writer lock and against the latest state, so that no two
 * transactions can break one together: every row that is written has its parent, and no key goes
 * that a row still references.
 */
final class ForeignKeyCheck {
  private final WriteSet writes;
  private final LatestRows before;
  private final LatestRows after;

  private ForeignKeyCheck(DatabaseState state, WriteSet writes, Runnable poll) {
    this.writes = writes;
    this.before = LatestRows.of(state, poll);
    this.after = LatestRows.with(state, writes, poll);
  }

  /**
   * Lets the writes pass, or throws.
   *
   * @throws VectraException FOREIGN_KEY_VIOLATION; SERIALIZATION_CONFLICT where a referential
   *     action has missed a row that another transaction committed meanwhile
   */
  static void check(DatabaseState state, WriteSet writes, Runnable poll) {
    List<Reference> concerned = Reference.of(state.catalog(), writes::writes);
    if (!concerned.isEmpty()) {
      ForeignKeyCheck check = new ForeignKeyCheck(state, writes, poll);
      concerned.forEach(check::check);
    }
  }

  private void check(Reference reference) {
    for (List<Object> key : reference.withoutParent(written(reference), after)) {
      throw reference.missingParent(key);
    }
    Set<List<Object>> gone = reference.withoutParent(removed(reference), after);
    List<Object> referenced = reference.anyWithChild(gone, after);
    if (referenced == null) {
      return;
    }
    VectraException violation = reference.stillReferenced(referenced);
    throw reference.hasAction()
        ? new VectraException(
            ErrorCode.SERIALIZATION_CONFLICT,
            violation.getMessage() + " It was committed meanwhile; run the transaction again.")
        : violation;
  }

  /** The keys that rows of the child have which are written. */
  private Set<List<Object>> written(Reference reference) {
    Set<List<Object>> keys = new HashSet<>();
    for (Write write : writes.table(reference.child().id()).values()) {
      @Nullable Object[] row = write.row();
      List<Object> key = row == null ? null : reference.childKey(position -> row[position]);
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** The keys that rows of the parent offered which are deleted, or may offer others now. */
  private Set<List<Object>> removed(Reference reference) {
    List<RowKey> changed = new ArrayList<>();
    Map<RowKey, Write> parents = writes.table(reference.parent().id());
    parents.forEach(
        (rowKey, write) -> {
          if (write.existed() && (write.row() == null || !reference.isOfPrimaryKey())) {
            changed.add(rowKey);
          }
        });
    Set<List<Object>> keys = new HashSet<>();
    try (RowCursor rows = before.lookup(reference.parent().id(), changed)) {
      while (rows.next()) {
        List<Object> key = reference.parentKey(rows::value);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return keys;
  }
}
