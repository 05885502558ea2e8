package io.vectra.engine.commit;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.search.PendingWrites;
import io.vectra.engine.search.RowRef;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one table as they were at one moment, for readers: a cursor must not see what its own
 * statement writes while it runs.
 */
public final class PendingRows implements PendingWrites {
  private final Map<RowKey, Write> writes;

  private PendingRows(Map<RowKey, Write> writes) {
    this.writes = writes;
  }

  /** The writes in the order of their keys; they must not change any more. */
  public static PendingWrites of(Map<RowKey, Write> writes) {
    return writes.isEmpty() ? NONE : new PendingRows(writes);
  }

  @Override
  public boolean covers(RowKey key) {
    return writes.containsKey(key);
  }

  @Override
  public RowRef.@Nullable Pending row(RowKey key) {
    Write write = writes.get(key);
    return write == null ? null : row(key, write);
  }

  private static RowRef.@Nullable Pending row(RowKey key, Write write) {
    @Nullable Object[] row = write.row();
    return row == null ? null : new RowRef.Pending(key, row);
  }

  @Override
  public Stream<RowRef.Pending> rows() {
    return writes.entrySet().stream()
        .map(write -> row(write.getKey(), write.getValue()))
        .filter(Objects::nonNull);
  }

  @Override
  public Set<RowKey> keys() {
    return writes.keySet();
  }

  @Override
  public boolean isEmpty() {
    return false;
  }
}
