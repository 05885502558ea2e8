package io.vectra.engine;

/** What an acknowledged commit has survived. */
public enum Durability {
  /** The log is synced to the device before a commit is acknowledged. */
  SYNC,
  /** The log is written before a commit is acknowledged: survives the process, not the machine. */
  OS,
  /**
   * Nothing is logged: what was committed since the last checkpoint is lost with the process. For
   * loading. The first commit at another level makes a checkpoint before it, and so does closing.
   */
  BULK;

  boolean logged() {
    return this != BULK;
  }

  boolean synced() {
    return this == SYNC;
  }
}
