package io.vectra.engine.backup;

import java.util.List;

/**
 * What a backup holds.
 *
 * @param lsn of the last commit in it
 * @param bytes of all files
 * @param leftOut damaged graphs of the source, which the copy builds anew
 */
public record BackupReport(long lsn, int files, long bytes, List<String> leftOut) {
  public BackupReport {
    leftOut = List.copyOf(leftOut);
  }
}
