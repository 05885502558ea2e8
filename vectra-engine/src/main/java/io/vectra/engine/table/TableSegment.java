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
 * @param graphs at most one for each index of the table
 */
public record TableSegment(
    Segment segment,
    @Nullable FileEntry tombstoneFile,
    long tombstoneCount,
    List<SegmentGraph> graphs) {
  public TableSegment {
    graphs = List.copyOf(graphs);
  }

  /** The graph of an index, or null when it is not built, or has to be built anew. */
  public @Nullable SegmentGraph graph(int indexId) {
    for (SegmentGraph graph : graphs) {
      if (graph.indexId() == indexId && !graph.damaged()) {
        return graph;
      }
    }
    return null;
  }

  public TableSegment withGraph(SegmentGraph graph) {
    List<SegmentGraph> all = new ArrayList<>(graphs);
    all.removeIf(other -> other.indexId() == graph.indexId());
    all.add(graph);
    return new TableSegment(segment, tombstoneFile, tombstoneCount, all);
  }

  public TableSegment withoutGraph(int indexId) {
    return new TableSegment(
        segment,
        tombstoneFile,
        tombstoneCount,
        graphs.stream().filter(graph -> graph.indexId() != indexId).toList());
  }

  /** The same, with rows as a later version of the table has them. */
  public TableSegment under(TableSchema schema) {
    return new TableSegment(segment.under(schema), tombstoneFile, tombstoneCount, graphs);
  }

  public TableSegment withTombstones(FileEntry file, long count) {
    return new TableSegment(segment, file, count, graphs);
  }
}
