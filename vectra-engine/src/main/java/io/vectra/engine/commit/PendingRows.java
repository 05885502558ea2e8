package io.vectra.engine.commit;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.search.PendingWrites;
import io.vectra.engine.search.RowRef;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one table as they were at one moment, for readers: a cursor must not see what its own
 * statement writes while it runs.
 */
public final class PendingRows implements PendingWrites {
  private final TreeMap<RowKey, RowRef.Pending> rows = new TreeMap<>();
  private final Set<RowKey> covered;

  private PendingRows(SortedMap<RowKey, Write> writes) {
    this.covered = new TreeMap<>(writes).navigableKeySet();
    for (Map.Entry<RowKey, Write> write : writes.entrySet()) {
      @Nullable Object[] row = write.getValue().row();
      if (row != null) {
        rows.put(write.getKey(), new RowRef.Pending(write.getKey(), row));
      }
    }
  }

  /** The writes by key, as they are now. */
  public static PendingWrites of(SortedMap<RowKey, Write> writes) {
    return writes.isEmpty() ? NONE : new PendingRows(writes);
  }

  @Override
  public boolean covers(RowKey key) {
    return covered.contains(key);
  }

  @Override
  public RowRef.@Nullable Pending row(RowKey key) {
    return rows.get(key);
  }

  @Override
  public SortedMap<RowKey, RowRef.Pending> rows() {
    return rows;
  }

  @Override
  public Set<RowKey> keys() {
    return covered;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }
}
