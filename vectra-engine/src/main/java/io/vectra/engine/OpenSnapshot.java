package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schedule.Foreground;
import io.vectra.engine.search.ColumnSample;
import io.vectra.engine.search.MatchCache;
import io.vectra.engine.search.PendingWrites;
import io.vectra.engine.search.TableQuery;
import io.vectra.engine.search.TableReader;
import io.vectra.engine.table.TableState;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A snapshot over a read point; each cursor holds a use of its own. */
final class OpenSnapshot implements Snapshot {
  private final ReadPoint point;
  private final MatchCache cache;
  private final Foreground foreground;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenSnapshot(ReadPoint point, MatchCache cache, Foreground foreground) {
    this.point = point;
    this.cache = cache;
    this.foreground = foreground;
  }

  @Override
  public long lsn() {
    return point.lsn();
  }

  @Override
  public RowCursor query(Query query, Runnable poll) {
    return query(query, PendingWrites.NONE, poll);
  }

  RowCursor query(Query query, PendingWrites pending, Runnable poll) {
    TableState table = table(query.tableId());
    retain();
    try {
      return TableQuery.run(reader(table, pending), query, touching(poll), point::release);
    } catch (RuntimeException | Error e) {
      point.release();
      throw e;
    }
  }

  /** Long queries are seen while they run. */
  private Runnable touching(Runnable poll) {
    return () -> {
      foreground.touch();
      poll.run();
    };
  }

  @Override
  public RowCursor lookup(int tableId, List<RowKey> keys) {
    return lookup(tableId, keys, PendingWrites.NONE);
  }

  RowCursor lookup(int tableId, List<RowKey> keys, PendingWrites pending) {
    TableState table = table(tableId);
    retain();
    try {
      return TableQuery.lookup(reader(table, pending), keys, point::release);
    } catch (RuntimeException | Error e) {
      point.release();
      throw e;
    }
  }

  /** Whether there is a row of a key. */
  boolean contains(int tableId, RowKey key) {
    TableState table = table(tableId);
    retain();
    try {
      return TableQuery.contains(reader(table, PendingWrites.NONE), key);
    } finally {
      point.release();
    }
  }

  @Override
  public Catalog catalog() {
    return point.state().catalog();
  }

  @Override
  public long estimatedRows(int tableId) {
    TableState table = table(tableId);
    long rows = 0;
    for (var part : table.segments()) {
      rows += part.segment().size() - part.segment().tombstones().count();
    }
    for (var memtable : table.memtablesNewestFirst()) {
      rows += memtable.versions();
    }
    return rows;
  }

  @Override
  public List<@Nullable Object> sample(int tableId, int column, int atMost) {
    TableState table = table(tableId);
    retain();
    try {
      return ColumnSample.of(table, point.lsn(), column, atMost);
    } finally {
      point.release();
    }
  }

  /** The table of an id as this snapshot has it. */
  TableState table(int tableId) {
    if (closed.get()) {
      throw new VectraException(ErrorCode.INVALID_PARAMETER, "The snapshot is closed.");
    }
    TableState table = point.state().table(tableId);
    if (table == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_TABLE, "Table " + tableId + " does not exist in this snapshot.");
    }
    return table;
  }

  /** Another one of the same moment, which is closed by itself. */
  OpenSnapshot again() {
    retain();
    return new OpenSnapshot(point, cache, foreground);
  }

  ReadPoint point() {
    return point;
  }

  private TableReader reader(TableState table, PendingWrites pending) {
    return new TableReader(table, point.lsn(), pending, cache);
  }

  private void retain() {
    if (!point.state().tryRetain()) {
      throw new VectraException(ErrorCode.INVALID_PARAMETER, "The snapshot is closed.");
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      point.release();
    }
  }
}
