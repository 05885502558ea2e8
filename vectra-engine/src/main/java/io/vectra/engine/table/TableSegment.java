package io.vectra.engine.table;

import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment of a table with what belongs to it.
 *
 * @param tombstoneFile the newest published tombstones, or null
 * @param tombstoneCount how many rows that file names
 * @param indexes at most one for each index of the table
 */
public record TableSegment(
    Segment segment,
    @Nullable FileEntry tombstoneFile,
    long tombstoneCount,
    List<SegmentIndex> indexes) {
  public TableSegment {
    indexes = List.copyOf(indexes);
  }

  /** The graph of a vector index, or null when it is not built, or has to be built anew. */
  public @Nullable SegmentGraph graph(int indexId) {
    return index(indexId) instanceof SegmentGraph graph ? graph : null;
  }

  /** The keys of a secondary index, or null when they are not built, or have to be built anew. */
  public @Nullable SegmentKeys keys(int indexId) {
    return index(indexId) instanceof SegmentKeys keys ? keys : null;
  }

  /** What is built of an index, or null when nothing is, or has to be built anew. */
  public @Nullable SegmentIndex index(int indexId) {
    for (SegmentIndex index : indexes) {
      if (index.indexId() == indexId && !index.damaged()) {
        return index;
      }
    }
    return null;
  }

  public TableSegment withIndex(SegmentIndex index) {
    List<SegmentIndex> all = new ArrayList<>(indexes);
    all.removeIf(other -> other.indexId() == index.indexId());
    all.add(index);
    return new TableSegment(segment, tombstoneFile, tombstoneCount, all);
  }

  public TableSegment withoutIndex(int indexId) {
    return new TableSegment(
        segment,
        tombstoneFile,
        tombstoneCount,
        indexes.stream().filter(index -> index.indexId() != indexId).toList());
  }

  /** Lets the files go that it uses. */
  public void release() {
    segment.release();
    indexes.forEach(index -> index.file().release());
  }

  /** The same, with rows as a later version of the table has them. */
  public TableSegment under(TableSchema schema) {
    return new TableSegment(segment.under(schema), tombstoneFile, tombstoneCount, indexes);
  }

  public TableSegment withTombstones(FileEntry file, long count) {
    return new TableSegment(segment, file, count, indexes);
  }
}
