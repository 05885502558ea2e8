package io.vectra.engine.status;

import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import java.util.List;

/**
 * A table at one moment.
 *
 * @param segments oldest first
 * @param indexes in the order in which they were created
 * @param memtableVersions row versions that are in no segment yet, live or not
 * @param memtableBytes encoded bytes of these
 */
public record TableStatus(
    TableSchema schema,
    List<SegmentStatus> segments,
    List<IndexStatus> indexes,
    long memtableVersions,
    long memtableBytes) {
  public TableStatus {
    segments = List.copyOf(segments);
    indexes = List.copyOf(indexes);
  }

  /** Those of the indexes that are of vectors. */
  public List<IndexStatus> vectorIndexes() {
    return indexes.stream().filter(index -> index.schema() instanceof VectorIndex).toList();
  }

  /** An estimate of the number of live rows: a version of a row in memory counts as one. */
  public long estimatedRows() {
    long rows = memtableVersions;
    for (SegmentStatus segment : segments) {
      rows += segment.liveRows();
    }
    return rows;
  }
}
