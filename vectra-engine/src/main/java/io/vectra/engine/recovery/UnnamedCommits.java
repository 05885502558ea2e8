package io.vectra.engine.recovery;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileAudit;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Commits that only files hold which no manifest names. A flush writes such files before it
 * publishes them, but only when the log holds their commits durably, or STATE is dirty. Where
 * neither is so, a newer manifest was there and is lost.
 *
 * @param file the segment or tombstones that hold it
 * @param lsn of the newest commit of the file
 * @param changes how many rows or deletions of the file are of commits beyond the known ones
 */
public record UnnamedCommits(String file, long lsn, long changes) {

  /**
   * Looks for commits beyond the newest one that manifest and logs know. Files that are not intact
   * count for nothing: a crash leaves such ones. Only of those that seem to have such commits more
   * is read than what tells of commits.
   *
   * @param named whether a manifest names a file
   */
  public static List<UnnamedCommits> beyond(
      Storage storage, UUID databaseId, long lsn, Predicate<String> named) {
    List<UnnamedCommits> found = new ArrayList<>();
    for (String directory : storage.list("")) {
      if (FileNames.isDirectory(directory)) {
        for (String file : storage.list(directory)) {
          String name = directory + "/" + file;
          int kind = FileNames.isSegment(file) ? SegmentWriter.FILE_KIND : TombstoneFile.FILE_KIND;
          boolean hasCommits = FileNames.isSegment(file) || FileNames.isTombstones(file);
          if (hasCommits && !named.test(name)) {
            LongSummaryStatistics beyond =
                lsns(storage, databaseId, kind, name).filter(at -> at > lsn).summaryStatistics();
            boolean isIntact =
                beyond.getCount() > 0
                    && BlockFileAudit.describe(storage, databaseId, kind, name) != null;
            if (isIntact) {
              found.add(new UnnamedCommits(name, beyond.getMax(), beyond.getCount()));
            }
          }
        }
      }
    }
    return found;
  }

  /** The commits of every row or deletion of a file, as far as they can be read. */
  private static LongStream lsns(Storage storage, UUID databaseId, int kind, String name) {
    LongStream.Builder lsns = LongStream.builder();
    FileEntry entry = BlockFileAudit.claimed(storage, name);
    if (entry != null && kind == TombstoneFile.FILE_KIND) {
      TombstoneFile.readDamaged(storage, databaseId, entry, 0, (row, lsn) -> lsns.add(lsn));
    } else if (entry != null) {
      try {
        Segment.readLsns(storage, entry, lsns);
      } catch (VectraException e) {
        if (e.code() != ErrorCode.CORRUPTION && e.code() != ErrorCode.NEWER_FORMAT) {
          throw e;
        }
      }
    }
    return lsns.build();
  }
}
