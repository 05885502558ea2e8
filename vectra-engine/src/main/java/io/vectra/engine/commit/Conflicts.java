package io.vectra.engine.commit;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.RowPlace;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of two transactions that write one row, the one that commits first wins. */
public final class Conflicts {
  private Conflicts() {}

  /**
   * Checks every write against the latest state.
   *
   * @param latest read under the writer lock
   * @param planned what the transaction has seen
   * @return what to apply
   * @throws VectraException SERIALIZATION_CONFLICT or UNIQUE_VIOLATION
   */
  static List<Changes.Resolved> resolve(
      WriteSet writes, ReadPoint latest, ReadPoint planned, Runnable poll) {
    List<Changes.Resolved> resolved = new ArrayList<>();
    writes.forEachTable(
        (tableId, rows) -> {
          TableState table = sameTable(tableId, latest, planned);
          rows.forEach(
              (key, write) -> {
                poll.run();
                RowPlace place = table.place(key);
                check(table.schema(), write, place);
                if (write.existed() || write.row() != null) {
                  resolved.add(new Changes.Resolved(table, key, write.row(), place));
                }
              });
          UniqueCheck.atCommit(table, rows, poll);
        });
    return resolved;
  }

  /**
   * Checks writes against a newer point, on top of which they will be seen: where others have
   * changed the same rows, it would show half of what these did.
   *
   * @param planned what the transaction has seen so far
   * @throws VectraException SERIALIZATION_CONFLICT or UNIQUE_VIOLATION, as a commit would
   */
  public static void requireNone(WriteSet writes, ReadPoint newer, ReadPoint planned) {
    writes.forEachTable((tableId, rows) -> sameTable(tableId, newer, planned));
    if (newer.lsn() == planned.lsn()) {
      return;
    }
    List<RecentChanges.Change> changed = newer.recent().after(planned.lsn());
    if (changed == null) {
      writes.forEachTable(
          (tableId, rows) -> rows.forEach((key, write) -> check(newer, tableId, key, write)));
      return;
    }
    for (RecentChanges.Change change : changed) {
      Write write = writes.get(change.tableId(), change.key());
      if (write != null) {
        check(newer, change.tableId(), change.key(), write);
      }
    }
  }

  private static void check(ReadPoint point, int tableId, RowKey key, Write write) {
    TableState table = point.state().table(tableId);
    if (table != null) {
      check(table.schema(), write, table.place(key));
    }
  }

  private static TableState sameTable(int tableId, ReadPoint latest, ReadPoint planned) {
    TableState table = latest.state().table(tableId);
    TableState known = planned.state().table(tableId);
    if (table == null || known == null || table.schema().version() != known.schema().version()) {
      throw new VectraException(
          ErrorCode.SERIALIZATION_CONFLICT,
          "A table that this transaction wrote was dropped or altered meanwhile. Nothing was"
              + " written; run the transaction again.");
    }
    return table;
  }

  private static void check(TableSchema schema, Write write, RowPlace place) {
    @Nullable Object @Nullable [] row = write.row();
    if (write.existed()) {
      if (!place.isLive() || place.lastChange() > write.readLsn()) {
        throw changedMeanwhile(schema);
      }
    } else if (row != null && place.isLive()) {
      throw write.seenFree() ? changedMeanwhile(schema) : duplicateKey(schema, row);
    }
  }

  static VectraException changedMeanwhile(TableSchema schema) {
    return new VectraException(
        ErrorCode.SERIALIZATION_CONFLICT,
        "A row of "
            + schema.name()
            + " that this transaction wrote was changed by another one meanwhile. Nothing was"
            + " written; run the transaction again.");
  }

  /** What to throw for a key that is taken. */
  public static VectraException duplicateKey(TableSchema schema, @Nullable Object[] row) {
    StringBuilder columns = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (int position : schema.primaryKey()) {
      String separator = columns.isEmpty() ? "" : ", ";
      columns.append(separator).append(schema.column(position).name());
      values.append(separator).append(row[position]);
    }
    return new VectraException(
        ErrorCode.UNIQUE_VIOLATION,
        "Table "
            + schema.name()
            + " already has a row with primary key ("
            + columns
            + ") = ("
            + values
            + "). Nothing was written.");
  }
}
