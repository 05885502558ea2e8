package io.vectra.calcite.prepare;

import io.vectra.engine.Transaction;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.query.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a query FOR UPDATE, which its transaction holds from then on. */
final class LockedRows {
  private LockedRows() {}

  /** Reads all rows, waits for those that others hold, and takes them. */
  static SqlResult read(
      Plan.OfLocking plan,
      Execution execution,
      Transaction transaction,
      @Nullable Object[] values) {
    List<@Nullable Object[]> rows = execution.read(plan.source(), List.of(), transaction, values);
    int keyPosition = plan.source().columns().size() - 1;
    List<RowKey> keys = new ArrayList<>(rows.size());
    for (@Nullable Object[] row : rows) {
      keys.add(Execution.key(row[keyPosition]));
    }
    if (!plan.waits()) {
      transaction.waitFor(new LockWait(Duration.ZERO, execution::check));
    }
    transaction.lock(plan.table().id(), keys);
    transaction.touch(plan.table().id(), keys);
    return new SqlResult.Rows(plan.columns(), new ListCursor(rows));
  }
}
