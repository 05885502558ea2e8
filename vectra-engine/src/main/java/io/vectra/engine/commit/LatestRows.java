package io.vectra.engine.commit;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.constraint.Rows;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.search.MatchCache;
import io.vectra.engine.search.PendingWrites;
import io.vectra.engine.search.TableQuery;
import io.vectra.engine.search.TableReader;
import io.vectra.engine.table.DatabaseState;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The rows of the latest state, with or without the writes of a transaction on top; used under the
 * writer lock.
 */
public final class LatestRows implements Rows {
  /** Sees every row, also of commits that are not visible yet. */
  private static final long EVERY_COMMIT = Long.MAX_VALUE - 1;

  private final DatabaseState state;
  private final IntFunction<PendingWrites> writes;
  private final Runnable poll;

  private LatestRows(DatabaseState state, IntFunction<PendingWrites> writes, Runnable poll) {
    this.state = state;
    this.writes = writes;
    this.poll = poll;
  }

  /**
   * The rows as they are.
   *
   * @param poll run now and then while rows are looked for; what it throws is thrown
   */
  public static LatestRows of(DatabaseState state, Runnable poll) {
    return new LatestRows(state, table -> PendingWrites.NONE, poll);
  }

  /** The rows as they are when these writes are made. */
  static LatestRows with(DatabaseState state, WriteSet writes, Runnable poll) {
    return new LatestRows(state, table -> PendingRows.of(writes.table(table)), poll);
  }

  @Override
  public RowCursor query(Query query) {
    return TableQuery.run(reader(query.tableId()), query, poll, () -> {});
  }

  @Override
  public RowCursor lookup(int tableId, List<RowKey> keys) {
    poll.run();
    return TableQuery.lookup(reader(tableId), keys, () -> {});
  }

  private TableReader reader(int tableId) {
    return new TableReader(
        requireNonNull(state.table(tableId)),
        EVERY_COMMIT,
        writes.apply(tableId),
        new MatchCache(0));
  }
}
