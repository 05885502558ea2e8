package io.vectra.engine.event;

/** What can happen to a database. */
public enum EventKind {
  /** It was opened, with or without logs to be read. */
  OPENED,
  /** STATE was missing or damaged. */
  STATE_LOST,
  /** Bytes behind the end of a log, which nobody had acknowledged, were set aside. */
  TORN_TAIL,
  /** What a writer that died had left in the logs was flushed. */
  TAKEN_OVER,
  /** The database was opened anew, after a sync had failed or a change had ended halfway. */
  REOPENED,
  /** Rows went from memory to segments. */
  FLUSHED,
  /** Segments were merged. */
  MERGED,
  /** A file of an index was built. */
  INDEX_BUILT,
  /** A file of an index cannot be used, or does not help: rows are compared one by one. */
  INDEX_UNUSABLE,
  /** An operation of the background failed. */
  OPERATION_FAILED
}
