package io.vectra.engine.segment;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The deleted rows of one segment, each with the lsn of the commit that deleted it. The holder of
 * the writer lock adds; any thread reads. Memory is used only for pages of rows where one is dead.
 */
public final class Tombstones {
  private static final int PAGE_BITS = 10;
  private static final int PAGE_ROWS = 1 << PAGE_BITS;

  /** Lsn by row in pages; 0 for a live row. */
  private final AtomicReferenceArray<@Nullable AtomicLongArray> pages;

  private final int rows;
  private final AtomicInteger count = new AtomicInteger();

  Tombstones(int rows) {
    this.rows = rows;
    this.pages = new AtomicReferenceArray<>((int) (((long) rows + PAGE_ROWS - 1) >> PAGE_BITS));
  }

  /** Marks a row as deleted. The first lsn stays. */
  public void add(int ordinal, long lsn) {
    AtomicLongArray page = pages.get(ordinal >> PAGE_BITS);
    if (page == null) {
      page = new AtomicLongArray(PAGE_ROWS);
      pages.set(ordinal >> PAGE_BITS, page);
    }
    if (page.get(ordinal & (PAGE_ROWS - 1)) == 0) {
      page.set(ordinal & (PAGE_ROWS - 1), lsn);
      count.incrementAndGet();
    }
  }

  /** Lsn of the commit that deleted a row, or 0 while it lives. */
  public long lsn(int ordinal) {
    AtomicLongArray page = pages.get(ordinal >> PAGE_BITS);
    return page == null ? 0 : page.get(ordinal & (PAGE_ROWS - 1));
  }

  /** Whether a snapshot sees the row as deleted. */
  public boolean deletedAt(int ordinal, long snapshotLsn) {
    long lsn = lsn(ordinal);
    return lsn != 0 && lsn <= snapshotLsn;
  }

  /**
   * Clears the bits of the rows that a snapshot sees as deleted.
   *
   * @param from a multiple of 64; its bit is the lowest of {@code rows[0]}
   */
  public void clearDeleted(int from, int count, long snapshotLsn, long[] rows) {
    if (this.count.get() == 0) {
      return;
    }
    int step;
    for (int done = 0; done < count; done += step) {
      int ordinal = from + done;
      step = Math.min(count - done, PAGE_ROWS - (ordinal & (PAGE_ROWS - 1)));
      if (pages.get(ordinal >> PAGE_BITS) != null) {
        for (int row = done; row < done + step; row++) {
          if (deletedAt(from + row, snapshotLsn)) {
            rows[row >> 6] &= ~(1L << row);
          }
        }
      }
    }
  }

  /** Deleted rows, for snapshots of whatever lsn. */
  public int count() {
    return count.get();
  }

  /** How many rows were deleted up to an lsn. */
  public int countAt(long lsn) {
    int deleted = 0;
    for (int i = 0; i < rows; i++) {
      if (deletedAt(i, lsn)) {
        deleted++;
      }
    }
    return deleted;
  }

  /** Rows of the segment. */
  public int rows() {
    return rows;
  }
}
