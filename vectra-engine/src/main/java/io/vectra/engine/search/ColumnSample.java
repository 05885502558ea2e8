package io.vectra.engine.search;

import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some values of a column, for estimates: of rows spread over the table, the same ones each time.
 */
public final class ColumnSample {
  /** Rows that are read one after another: they share a block, and cost one access to the disk. */
  private static final int RUN_ROWS = 8;

  /** Rows of a memtable that are looked at; it can only be walked from its first key. */
  private static final int MAX_MEMTABLE_ROWS = 32_768;

  private ColumnSample() {}

  /**
   * Values of a column; NULLs are among them, and a row that is deleted may be.
   *
   * @param atMost how many, about; all are given when the table has no more rows
   */
  public static List<@Nullable Object> of(TableState table, long lsn, int column, int atMost) {
    long rows = 0;
    for (TableSegment part : table.segments()) {
      rows += part.segment().size();
    }
    for (Memtable memtable : table.memtablesNewestFirst()) {
      rows += memtable.versions();
    }
    List<@Nullable Object> values = new ArrayList<>();
    double share = rows <= atMost ? 1 : (double) atMost / rows;
    for (TableSegment part : table.segments()) {
      addFrom(part.segment(), lsn, column, share, values);
    }
    for (Memtable memtable : table.memtablesNewestFirst()) {
      addFrom(memtable, table, lsn, column, share, values);
    }
    return values;
  }

  private static void addFrom(
      Segment segment, long lsn, int column, double share, List<@Nullable Object> values) {
    double step = RUN_ROWS / share;
    for (double start = 0; start < segment.size(); start += step) {
      int end = (int) Math.min(segment.size(), (long) start + RUN_ROWS);
      for (int ordinal = (int) start; ordinal < end; ordinal++) {
        if (segment.visibleAt(ordinal, lsn)) {
          values.add(segment.value(ordinal, column));
        }
      }
    }
  }

  private static void addFrom(
      Memtable memtable,
      TableState table,
      long lsn,
      int column,
      double share,
      List<@Nullable Object> values) {
    Iterator<RowVersion> rows = memtable.visible(lsn);
    double wanted = 0;
    for (int i = 0; i < MAX_MEMTABLE_ROWS && rows.hasNext(); i++) {
      RowVersion version = rows.next();
      wanted += share;
      if (wanted >= 1) {
        wanted -= 1;
        values.add(new RowRef.InMemtable(version, table.schema()).value(column));
      }
    }
  }
}
