package io.vectra.engine.compaction;

import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.KeyFile;
import io.vectra.engine.segment.KeyFileWriter;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.SegmentKeys;

/** Builds the keys of a secondary index over a segment as a file, and opens such files. */
public final class KeyFiles {
  private KeyFiles() {}

  /** Writes the keys of a segment durably and opens them; to be released. */
  static SegmentKeys build(
      Publisher publisher, TableSchema table, ScalarIndex index, Segment segment) {
    String name =
        publisher.unused(
            FileNames.index(
                table.id(), index.id(), segment.number(), publisher.current().generation() + 1));
    FileEntry entry =
        KeyFileWriter.write(
            publisher.storage(), publisher.databaseId(), name, table, index, segment);
    publisher.storage().syncDirectory(FileNames.directory(table.id()));
    return open(publisher.storage(), index.id(), entry, segment.size());
  }

  /**
   * Opens a file.
   *
   * @param rows of the segment
   * @throws io.vectra.engine.error.VectraException CORRUPTION when it is not what was published
   */
  public static SegmentKeys open(Storage storage, int indexId, FileEntry entry, int rows) {
    return new SegmentKeys(indexId, entry, KeyFile.open(storage, entry, rows));
  }
}
