package io.vectra.engine.commit;

import io.vectra.engine.table.DatabaseState;

/**
 * A state of the database with the lsn to read it at. It holds a use of the state; whoever took it
 * releases it.
 */
public final class ReadPoint {
  private final DatabaseState state;
  private final long lsn;
  private final RecentChanges recent;

  ReadPoint(DatabaseState state, long lsn, RecentChanges recent) {
    this.state = state;
    this.lsn = lsn;
    this.recent = recent;
  }

  public DatabaseState state() {
    return state;
  }

  public long lsn() {
    return lsn;
  }

  /** The same state, read at another lsn. */
  public ReadPoint at(long otherLsn) {
    return new ReadPoint(state, otherLsn, recent);
  }

  /** What the commits changed that it sees and an older point does not. */
  RecentChanges recent() {
    return recent;
  }

  /** Ends the use of the state. */
  public void release() {
    state.release();
  }
}
