package io.vectra.engine.status;

import static java.util.Objects.requireNonNull;

/**
 * A segment at one moment.
 *
 * @param file its name in the database directory
 * @param rows deleted ones included
 * @param bytes of the file; those of tombstones and graphs are in other files
 */
public record SegmentStatus(long number, String file, long rows, long deletedRows, long bytes) {
  public SegmentStatus {
    requireNonNull(file, "file is null");
  }

  /** Rows that are not deleted. */
  public long liveRows() {
    return rows - deletedRows;
  }
}
