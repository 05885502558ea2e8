package io.vectra.engine.memtable;

import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One version of a row: seen by snapshots from its lsn on, until the lsn that ended it. Only the
 * holder of the writer lock ends a version; any thread reads.
 */
public final class RowVersion {
  /** The end of a version that still lives. */
  public static final long LIVE = Long.MAX_VALUE;

  private static final VarHandle END;

  static {
    try {
      END = MethodHandles.lookup().findVarHandle(RowVersion.class, "end", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RowKey key;
  private final @Nullable Object[] values;
  private final long lsn;
  private final @Nullable RowVersion previous;

  @SuppressWarnings("FieldMayBeFinal") // written through END
  private long end = LIVE;

  RowVersion(RowKey key, @Nullable Object[] values, long lsn, @Nullable RowVersion previous) {
    this.key = key;
    this.values = values;
    this.lsn = lsn;
    this.previous = previous;
  }

  public RowKey key() {
    return key;
  }

  /** The value of a column of this or a later version of the table; null for NULL. */
  public @Nullable Object value(Column column) {
    int id = column.origin().id();
    return id < values.length ? values[id] : column.origin().initialValue();
  }

  /** Lsn of the commit that wrote it. */
  public long lsn() {
    return lsn;
  }

  /** Lsn of the commit that replaced or deleted it, or {@link #LIVE}. */
  public long end() {
    return (long) END.getAcquire(this);
  }

  /** Ends this version. */
  public void endAt(long endLsn) {
    END.setRelease(this, endLsn);
  }

  /** The version of the same key before this one in the same memtable. */
  @Nullable RowVersion previous() {
    return previous;
  }

  /** Whether a snapshot sees it. */
  public boolean visibleAt(long snapshotLsn) {
    return lsn <= snapshotLsn && end() > snapshotLsn;
  }
}
