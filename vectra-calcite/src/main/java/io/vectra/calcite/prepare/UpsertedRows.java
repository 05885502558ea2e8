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
 * The rows of an INSERT that goes on where a key is taken, as one execution writes them: first
 * those whose key is free, then the replacements of the others, computed all at once.
 */
final class UpsertedRows {
  private final Plan.OfUpsert plan;
  private final TableSchema table;
  private final Execution execution;
  private final Transaction transaction;

  /** Rows that have been written by this statement, which may not be written again. */
  private final Set<RowKey> own = new HashSet<>();

  private final List<Conflict> conflicts = new ArrayList<>();

  UpsertedRows(Plan.OfUpsert plan, Execution execution, Transaction transaction) {
    this.plan = plan;
    this.table = plan.insert().table();
    this.execution = execution;
    this.transaction = transaction;
  }

  /**
   * A row whose key was taken.
   *
   * @param position among the rows that were to be inserted
   * @param key of the row that is there
   */
  private record Conflict(int position, RowKey key, @Nullable Object[] proposed) {}

  Changed write(@Nullable Object[] values) {
    List<@Nullable Object[]> proposed = execution.proposed(plan.insert(), transaction, values);
    @Nullable RowKey[] written = new @Nullable RowKey[proposed.size()];
    for (int i = 0; i < written.length; i++) {
      execution.check();
      @Nullable Object[] row = transaction.checked(table.id(), proposed.get(i));
      RowKey taken = plan.target().taken(transaction, table.id(), row);
      if (taken == null) {
        RowKey key = transaction.insertFree(table.id(), row);
        own.add(key);
        written[i] = key;
      } else if (plan.replacement() != null) {
        conflicts.add(new Conflict(i, own(taken), row));
      }
    }
    if (!conflicts.isEmpty()) {
      replace(Objects.requireNonNull(plan.replacement()), written, values);
    }
    List<RowKey> keys = new ArrayList<>();
    for (RowKey key : written) {
      if (key != null) {
        keys.add(key);
      }
    }
    return Changed.inserted(table, keys, transaction);
  }

  /** The key of a row that is there, refused when it is one of this statement. */
  private RowKey own(RowKey taken) {
    if (own.contains(taken)) {
      throw new VectraException(
          ErrorCode.CARDINALITY_VIOLATION,
          "Two rows of the INSERT have one key of table "
              + table.name()
              + ": ON CONFLICT DO UPDATE would write a row twice. Nothing was written.");
    }
    return taken;
  }

  private void replace(
      Plan.Replacement replacement, @Nullable RowKey[] written, @Nullable Object[] values) {
    List<@Nullable Object[]> pairs = pairs();
    List<@Nullable Object[]> computed =
        replacement.query() == null
            ? pairs
            : execution.read(replacement.query(), pairs, transaction, values);
    List<Replaced> rows = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (@Nullable Object[] row : computed) {
      if (replacement.conditional() && !Boolean.TRUE.equals(row[row.length - 1])) {
        continue;
      }
      int number = (Integer) Objects.requireNonNull(row[replacement.numberAt(row)]);
      Conflict conflict = conflicts.get(number);
      own(conflict.key());
      own.add(conflict.key());
      @Nullable Object[] before = pairs.get(number);
      rows.add(
          new Replaced(
              conflict.key(),
              before,
              execution.replaced(table, before, replacement.values(), row)));
      positions.add(conflict.position());
    }
    List<RowKey> keys = execution.update(table, rows, transaction);
    for (int i = 0; i < keys.size(); i++) {
      written[positions.get(i)] = keys.get(i);
    }
  }

  /** Each row that is there, then the one that was to be inserted, then their number. */
  private List<@Nullable Object[]> pairs() {
    List<@Nullable Object[]> existing =
        Changed.written(table, conflicts.stream().map(Conflict::key).toList()).in(transaction);
    int width = table.columns().size();
    List<@Nullable Object[]> pairs = new ArrayList<>();
    for (int i = 0; i < conflicts.size(); i++) {
      @Nullable Object[] pair = new @Nullable Object[2 * width + 1];
      System.arraycopy(existing.get(i), 0, pair, 0, width);
      System.arraycopy(conflicts.get(i).proposed(), 0, pair, width, width);
      pair[2 * width] = i;
      pairs.add(pair);
    }
    return pairs;
  }
}
