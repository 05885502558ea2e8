package io.vectra.engine.verify;

import org.jspecify.annotations.Nullable;

/**
 * One thing that verification found.
 *
 * @param file in the database directory
 * @param offset of the first byte that is concerned
 * @param length of the concerned bytes; 0 when it is no range of bytes
 * @param table whose rows it costs, or null
 * @param rows that are lost; {@link #UNKNOWN} when nobody can know
 * @param deletions that are lost, so that deleted rows may be back; {@link #UNKNOWN} likewise
 * @param derived whether the file can be rebuilt from others
 */
public record Finding(
    Severity severity,
    FindingKind kind,
    String file,
    long offset,
    long length,
    String what,
    @Nullable String table,
    long rows,
    long deletions,
    boolean derived) {

  /** The number of rows that a finding costs when it cannot be known. */
  public static final long UNKNOWN = -1;

  static Finding error(FindingKind kind, String file, String what) {
    return new Finding(Severity.ERROR, kind, file, 0, 0, what, null, 0, 0, false);
  }

  static Finding warning(FindingKind kind, String file, String what) {
    return new Finding(Severity.WARNING, kind, file, 0, 0, what, null, 0, 0, false);
  }

  static Finding note(FindingKind kind, String file, String what) {
    return new Finding(Severity.NOTE, kind, file, 0, 0, what, null, 0, 0, false);
  }

  Finding at(long newOffset, long newLength) {
    return new Finding(
        severity, kind, file, newOffset, newLength, what, table, rows, deletions, derived);
  }

  Finding costing(@Nullable String newTable, long newRows) {
    return new Finding(
        severity, kind, file, offset, length, what, newTable, newRows, deletions, derived);
  }

  Finding costingDeletions(String newTable, long lost) {
    return new Finding(severity, kind, file, offset, length, what, newTable, rows, lost, derived);
  }

  /** Whether nobody can know what it costs. */
  boolean isUncounted() {
    return rows == UNKNOWN || deletions == UNKNOWN;
  }

  /** The same about something that can be rebuilt, or that is kept as evidence alone. */
  Finding ofDerived() {
    Severity lowered = severity == Severity.ERROR ? Severity.WARNING : severity;
    return new Finding(lowered, kind, file, offset, length, what, table, 0, 0, true);
  }
}
