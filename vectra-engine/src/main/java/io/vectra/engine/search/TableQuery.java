package io.vectra.engine.search;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.query.RowOrder;
import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.search.Nearest.Neighbour;
import io.vectra.engine.storage.MappedFaults;
import io.vectra.engine.table.TableState;
import io.vectra.engine.vector.Vectors;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a query over one table: by key, by scan, or nearest first. */
public final class TableQuery {
  private TableQuery() {}

  /**
   * Runs a query. The table's files must stay in use until the cursor is closed.
   *
   * @param poll run now and then while rows are looked for; what it throws ends the query
   * @param onClose run once when the cursor is closed
   * @throws VectraException IO_ERROR when a page of a file cannot be read; CORRUPTION when a block
   *     is not what was written
   */
  public static RowCursor run(TableReader reader, Query query, Runnable poll, Runnable onClose) {
    return MappedFaults.reported(() -> begin(reader, query, poll, onClose));
  }

  private static RowCursor begin(TableReader reader, Query query, Runnable poll, Runnable onClose) {
    checkVectors(reader.table(), query.predicate());
    NearestQuery nearest = query.nearest();
    if (nearest != null) {
      return nearest(reader, query, nearest, poll, onClose);
    }
    RowOrder order = query.order();
    if (order != null) {
      OrderedKeys ordered = OrderedKeys.of(reader.table(), query.predicate(), order);
      if (!ordered.areKeysOfRows()) {
        SearchCounters counters = new SearchCounters(Strategy.SCAN, poll);
        OrderedRows rows = new OrderedRows(reader, query, ordered, counters);
        return new Cursor(rows.first().iterator(), null, query, counters, onClose);
      }
    }
    List<RowKey> keys = KeyPredicate.keysOf(reader.table().schema(), query.predicate());
    if (keys != null) {
      SearchCounters counters = new SearchCounters(Strategy.KEY_LOOKUP, poll);
      Iterator<RowRef> rows =
          reader.found(keys, RowTest.of(query.predicate()), counters).iterator();
      return new Cursor(rows, null, query, counters, onClose);
    }
    SearchCounters counters = new SearchCounters(Strategy.SCAN, poll);
    Iterator<RowRef> rows = reader.scan(query.predicate(), counters, part -> true);
    return new Cursor(rows, null, query, counters, onClose);
  }

  /** The rows of the given keys that exist, in the order of the keys. */
  public static RowCursor lookup(TableReader reader, List<RowKey> keys, Runnable onClose) {
    SearchCounters counters = new SearchCounters(Strategy.KEY_LOOKUP, () -> {});
    Iterator<RowRef> rows =
        MappedFaults.reported(() -> reader.found(keys, RowTest.of(null), counters).iterator());
    return new Cursor(rows, null, Query.all(reader.table().schema().id()), counters, onClose);
  }

  /** Whether the reader sees a row of a key. */
  public static boolean contains(TableReader reader, RowKey key) {
    return MappedFaults.reported(() -> reader.find(key) != null);
  }

  private static RowCursor nearest(
      TableReader reader, Query query, NearestQuery nearest, Runnable poll, Runnable onClose) {
    checkVector(reader.table(), nearest.column(), nearest.vector());
    SearchCounters counters = new SearchCounters(Strategy.EXACT, poll);
    List<Neighbour> found = RangeSearch.run(reader, nearest, query.predicate(), counters);
    return new Cursor(null, found.iterator(), query, counters, onClose);
  }

  private static void checkVectors(TableState table, @Nullable Predicate predicate) {
    if (predicate instanceof Predicate.WithinDistance within) {
      checkVector(table, within.column(), within.vector());
    } else if (predicate instanceof Predicate.And and) {
      and.parts().forEach(part -> checkVectors(table, part));
    } else if (predicate instanceof Predicate.Or or) {
      or.parts().forEach(part -> checkVectors(table, part));
    } else if (predicate instanceof Predicate.Not not) {
      checkVectors(table, not.part());
    }
  }

  private static void checkVector(TableState table, int position, float[] vector) {
    Column column = table.schema().column(position);
    String name = table.schema().name() + "." + column.name();
    if (column.type().kind() != ColumnType.Kind.VECTOR) {
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          "Column " + name + " is " + column.type() + ", not a vector: it has no distance.");
    }
    if (vector.length != column.type().precision()) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "The query vector for "
              + name
              + " has "
              + vector.length
              + " dimensions, expected "
              + column.type().precision()
              + ".");
    }
    Vectors.requireFinite(vector, () -> "The query vector for " + name);
  }

  /** A cursor over rows, or over rows with distances. */
  private static final class Cursor implements RowCursor {
    private final @Nullable Iterator<RowRef> rows;
    private final @Nullable Iterator<Neighbour> neighbours;
    private final SearchCounters counters;
    private final Runnable onClose;
    private final long limit;
    private long toSkip;
    private long returned;
    private @Nullable RowRef row;
    private double distance = Double.NaN;
    private boolean closed;

    /** What a read has thrown: going on after it would leave rows out. */
    private @Nullable RuntimeException failure;

    Cursor(
        @Nullable Iterator<RowRef> rows,
        @Nullable Iterator<Neighbour> neighbours,
        Query query,
        SearchCounters counters,
        Runnable onClose) {
      this.rows = rows;
      this.neighbours = neighbours;
      this.counters = counters;
      this.onClose = onClose;
      this.limit = query.limit();
      this.toSkip = query.offset();
    }

    @Override
    public boolean next() {
      requireOpen();
      if (failure != null) {
        throw failure;
      }
      try {
        boolean found = find();
        if (!found) {
          MappedFaults.report();
        }
        return found;
      } catch (InternalError e) {
        throw failed(MappedFaults.translate(e));
      } catch (RuntimeException e) {
        throw failed(e);
      }
    }

    private RuntimeException failed(RuntimeException e) {
      failure = e;
      row = null;
      return e;
    }

    private boolean find() {
      try {
        while ((limit == Query.NO_LIMIT || returned < limit) && advance()) {
          if (toSkip == 0) {
            returned++;
            return true;
          }
          toSkip--;
        }
      } catch (RuntimeException e) {
        MappedFaults.report();
        throw e;
      }
      row = null;
      return false;
    }

    private boolean advance() {
      if (neighbours != null) {
        if (!neighbours.hasNext()) {
          return false;
        }
        Neighbour neighbour = neighbours.next();
        row = neighbour.row();
        distance = neighbour.distance();
        return true;
      }
      if (rows == null || !rows.hasNext()) {
        return false;
      }
      row = rows.next();
      return true;
    }

    @Override
    public @Nullable Object value(int column) {
      RowRef current = current();
      try {
        return value(current, column);
      } catch (InternalError e) {
        throw failed(MappedFaults.translate(e));
      }
    }

    private static @Nullable Object value(RowRef row, int column) {
      try {
        return row.value(column);
      } catch (RuntimeException e) {
        MappedFaults.report();
        throw e;
      }
    }

    @Override
    public RowKey key() {
      RowRef current = current();
      return MappedFaults.reported(current::key);
    }

    @Override
    public double distance() {
      current();
      return distance;
    }

    @Override
    public SearchStatistics statistics() {
      return counters.toStatistics();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        row = null;
        onClose.run();
      }
    }

    private RowRef current() {
      requireOpen();
      if (row == null) {
        throw new VectraException(
            ErrorCode.INVALID_PARAMETER, "The cursor is not on a row: call next() first.");
      }
      return row;
    }

    private void requireOpen() {
      if (closed) {
        throw new VectraException(ErrorCode.INVALID_PARAMETER, "The cursor is closed.");
      }
    }
  }
}
