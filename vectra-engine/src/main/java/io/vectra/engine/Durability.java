package io.vectra.engine;

/** What an acknowledged commit has survived. */
public enum Durability {
  /** The log is synced to the device before a commit is acknowledged. */
  SYNC,
  /** The log is written before a commit is acknowledged: survives the process, not the machine. */
  OS
}
