package io.vectra.engine.commit;

import io.vectra.engine.query.RowKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows the newest commits changed, as far as they are few: whoever has written rows learns
 * from it whether others have too, without a look at each. The holder of the writer lock adds; any
 * thread asks.
 */
final class RecentChanges {
  /** Keys that are kept, of some ten bytes each. */
  private static final int MOST_KEYS = 8_192;

  private final ArrayDeque<Change> changes = new ArrayDeque<>(); // guarded by this; oldest first
  private long completeAfter; // guarded by this; all of later lsns are here

  /** A row that a commit wrote or deleted. */
  record Change(long lsn, int tableId, RowKey key) {}

  /** Begins with what is known of no commit up to an lsn. */
  RecentChanges(long lsn) {
    this.completeAfter = lsn;
  }

  synchronized void add(List<Changes.Resolved> rows, long lsn) {
    if (rows.size() > MOST_KEYS / 2) {
      forget(lsn);
      return;
    }
    for (Changes.Resolved row : rows) {
      changes.addLast(new Change(lsn, row.table().schema().id(), row.key()));
    }
    while (changes.size() > MOST_KEYS) {
      completeAfter = changes.removeFirst().lsn();
    }
  }

  /** Notes that commits up to an lsn were not added. */
  synchronized void forget(long lsn) {
    changes.clear();
    completeAfter = lsn;
  }

  /** What commits after an lsn changed; null when not all of it is known. */
  synchronized @Nullable List<Change> after(long lsn) {
    if (lsn < completeAfter) {
      return null;
    }
    List<Change> found = new ArrayList<>();
    Iterator<Change> newestFirst = changes.descendingIterator();
    while (newestFirst.hasNext()) {
      Change change = newestFirst.next();
      if (change.lsn() <= lsn) {
        break;
      }
      found.add(change);
    }
    return found;
  }
}
