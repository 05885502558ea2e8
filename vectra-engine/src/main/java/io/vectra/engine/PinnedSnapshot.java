package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.search.PendingWrites;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What a transaction sees over one of its snapshots, while it goes on over another one. */
final class PinnedSnapshot implements Snapshot {
  private final OpenSnapshot snapshot;
  private final IntFunction<PendingWrites> pending;

  PinnedSnapshot(OpenSnapshot snapshot, IntFunction<PendingWrites> pending) {
    this.snapshot = snapshot;
    this.pending = pending;
  }

  @Override
  public long lsn() {
    return snapshot.lsn();
  }

  @Override
  public RowCursor query(Query query, Runnable poll) {
    return snapshot.query(query, pending.apply(query.tableId()), poll);
  }

  @Override
  public RowCursor lookup(int tableId, List<RowKey> keys) {
    return snapshot.lookup(tableId, keys, pending.apply(tableId));
  }

  @Override
  public Catalog catalog() {
    return snapshot.catalog();
  }

  @Override
  public long estimatedRows(int tableId) {
    return snapshot.estimatedRows(tableId);
  }

  @Override
  public List<@Nullable Object> sample(int tableId, int column, int atMost) {
    return snapshot.sample(tableId, column, atMost);
  }

  @Override
  public void close() {
    snapshot.close();
  }
}
