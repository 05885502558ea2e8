package io.vectra.engine.commit;

import io.vectra.engine.table.DatabaseState;

/**
 * A state of the database with the lsn to read it at. It holds a use of the state; whoever took it
 * releases it.
 */
public record ReadPoint(DatabaseState state, long lsn) {

  /** Ends the use of the state. */
  public void release() {
    state.release();
  }
}
