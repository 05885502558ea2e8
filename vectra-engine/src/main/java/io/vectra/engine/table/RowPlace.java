package io.vectra.engine.table;

import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.segment.Segment;

/** Where the newest version of a key lies; used under the writer lock. */
public sealed interface RowPlace {

  /** No version of the key is kept. */
  RowPlace NOWHERE = new Nowhere();

  /** Whether the key has a row now. */
  boolean isLive();

  /** Lsn of the commit that last wrote or deleted it; 0 when unknown. */
  long lastChange();

  /** Ends the live version. */
  void endAt(long lsn);

  /** No version. */
  record Nowhere() implements RowPlace {
    @Override
    public boolean isLive() {
      return false;
    }

    @Override
    public long lastChange() {
      return 0;
    }

    @Override
    public void endAt(long lsn) {
      throw new IllegalStateException("a row that is nowhere cannot end");
    }
  }

  /** A version in a memtable. */
  record InMemtable(RowVersion version) implements RowPlace {
    @Override
    public boolean isLive() {
      return version.end() == RowVersion.LIVE;
    }

    @Override
    public long lastChange() {
      return isLive() ? version.lsn() : version.end();
    }

    @Override
    public void endAt(long lsn) {
      version.endAt(lsn);
    }
  }

  /** A row of a segment. */
  record InSegment(Segment segment, int ordinal) implements RowPlace {
    @Override
    public boolean isLive() {
      return segment.tombstones().lsn(ordinal) == 0;
    }

    @Override
    public long lastChange() {
      return isLive() ? segment.lsn(ordinal) : segment.tombstones().lsn(ordinal);
    }

    @Override
    public void endAt(long lsn) {
      segment.tombstones().add(ordinal, lsn);
    }
  }
}
