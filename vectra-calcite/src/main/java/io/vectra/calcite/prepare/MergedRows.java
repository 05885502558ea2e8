package io.vectra.calcite.prepare;

import io.vectra.engine.Transaction;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a MERGE as one execution writes them: deletions, then updates, then insertions, so
 * that only a key that is doubled at the end is refused.
 */
final class MergedRows {
  private final Plan.OfMerge plan;
  private final TableSchema table;
  private final Execution execution;
  private final Transaction transaction;
  private final Set<RowKey> touched = new HashSet<>();
  private final List<@Nullable Object[]> deleted = new ArrayList<>();
  private final List<Replaced> replaced = new ArrayList<>();
  private final List<@Nullable Object[]> inserted = new ArrayList<>();

  MergedRows(Plan.OfMerge plan, Execution execution, Transaction transaction) {
    this.plan = plan;
    this.table = plan.table();
    this.execution = execution;
    this.transaction = transaction;
  }

  Changed write(@Nullable Object[] values) {
    int width = table.columns().size();
    for (@Nullable Object[] row : execution.read(plan.source(), List.of(), transaction, values)) {
      execution.check();
      int clause = ((Number) Objects.requireNonNull(row[width + 1])).intValue();
      if (clause != MergeItems.NONE) {
        note(plan.actions().get(clause), row);
      }
    }
    List<RowKey> keys = execution.update(table, replaced, transaction);
    List<RowKey> written = new ArrayList<>(keys);
    for (@Nullable Object[] row : inserted) {
      execution.check();
      written.add(transaction.insert(table.id(), row));
    }
    return Changed.of(
        written.size() + (long) deleted.size(),
        after -> {
          List<@Nullable Object[]> rows = new ArrayList<>(deleted);
          rows.addAll(Changed.written(table, written).in(after));
          return rows;
        });
  }

  private void note(MergeAction action, @Nullable Object[] row) {
    int width = table.columns().size();
    if (action instanceof MergeAction.Update update) {
      @Nullable Object[] after = execution.replaced(table, row, update.values(), row);
      replaced.add(new Replaced(touched(row[width]), row, after));
    } else if (action instanceof MergeAction.Delete) {
      transaction.delete(table.id(), touched(row[width]));
      deleted.add(row);
    } else if (action instanceof MergeAction.Insert insert) {
      @Nullable Object[] values = new @Nullable Object[width];
      for (AssignedValue value : insert.values()) {
        values[value.column()] = value.of(table, row);
      }
      execution.generate(table, values);
      inserted.add(values);
    }
  }

  /** The key of a row that is changed, for the first time. */
  private RowKey touched(@Nullable Object encoded) {
    RowKey key = Execution.key(encoded);
    if (!touched.add(key)) {
      throw new VectraException(
          ErrorCode.CARDINALITY_VIOLATION,
          "Two rows of the source of the MERGE match one row of table "
              + table.name()
              + ", which would be changed twice. Nothing was written.");
    }
    return key;
  }
}
