package io.vectra.engine.verify;

/** What kind of fault a finding is; the names are stable, for programs that read reports. */
public enum FindingKind {
  /** A file that should be there is not. */
  MISSING_FILE,
  /** A file could not be read. */
  UNREADABLE,
  /** A file is shorter or longer than it was written. */
  WRONG_LENGTH,
  /** The first bytes of a file are not what was written. */
  DAMAGED_HEADER,
  /** A block does not fit its checksum. */
  DAMAGED_BLOCK,
  /**
   * A table of checksums, a footer or a page with a checksum of its own is not what was written.
   */
  DAMAGED_TABLE,
  /** The file is whole, but another one, or another version of it. */
  OTHER_CONTENT,
  /** A newer Vectra wrote it. */
  NEWER_FORMAT,
  /** Every checksum fits, but what was written cannot be right. */
  IMPOSSIBLE_CONTENT,
  /** A graph does not fit the rows that it was built over. */
  DAMAGED_GRAPH,
  /** The keys of a secondary index are not those of the rows that it was built over. */
  DAMAGED_KEYS,
  /** STATE tells of an earlier time than manifest and logs. */
  STALE,
  /** Batches of a log that were durable once are not intact. */
  DAMAGED_LOG,
  /** Commits between two logs are missing. */
  LOG_GAP,
  /** Bytes follow where zeros belong. */
  STRAY_BYTES,
  /** A log ends in bytes that no sync ever covered, as after a crash. */
  TORN_TAIL,
  /** The database was not closed. */
  NOT_CLOSED,
  /** A file of ours that no manifest names; opening the database removes it. */
  LEFTOVER_FILE,
  /** A file that no manifest names holds commits that no log knows: a newer manifest is lost. */
  UNNAMED_COMMITS,
  /** A file that is not ours. */
  FOREIGN_FILE,
  /** Something was left out, and why. */
  NOT_CHECKED
}
