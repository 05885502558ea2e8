package io.vectra.engine.verify;

import io.vectra.engine.verify.KnownFiles.NamedFile;
import java.util.LinkedHashSet;
import java.util.Set;

/** Looks for tombstones that no writer may write: of no row, twice, or of unknown commits. */
final class TombstonesCheck {
  private final NamedFile file;
  private final Set<String> faults = new LinkedHashSet<>();
  private long count;
  private int before = -1;

  TombstonesCheck(NamedFile file) {
    this.file = file;
  }

  void tombstone(int ordinal, long lsn) {
    if (ordinal <= before || ordinal >= file.segment().rows()) {
      faults.add("rows are named out of order, or that the segment does not have");
    }
    if (lsn < 1 || lsn > file.manifestLsn()) {
      faults.add("commits are named that the manifest does not know");
    }
    before = Math.max(before, ordinal);
    count++;
  }

  void end(long lost) {
    if (lost > 0 || count != file.segment().tombstoneCount()) {
      faults.add(
          "it names "
              + count
              + " deleted rows, the manifest says "
              + file.segment().tombstoneCount());
    }
  }

  Set<String> faults() {
    return faults;
  }
}
