package io.vectra.engine.compaction;

import io.vectra.engine.graph.ReusedGraph;
import io.vectra.engine.manifest.IndexFileEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.segment.KeyFileWriter;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.SegmentGraph;
import io.vectra.engine.table.SegmentIndex;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import org.jspecify.annotations.Nullable;

/** The files of indexes of every kind: when a segment wants one, building and opening it. */
public final class IndexFiles {
  private static final int NO_EFFORT = 1;

  private final Publisher publisher;
  private final GraphFiles graphs;

  public IndexFiles(Publisher publisher, GraphFiles graphs) {
    this.publisher = publisher;
    this.graphs = graphs;
  }

  /** Whether a segment of so many rows gets a file of an index. */
  public static boolean isWanted(IndexSchema index, int rows) {
    return index instanceof ScalarIndex || rows >= GraphFiles.MIN_ROWS;
  }

  /**
   * Builds a file durably and opens it.
   *
   * @param reused a graph over many of the rows, or null
   * @return to be released; null when the build was canceled
   */
  @Nullable SegmentIndex build(
      TableSchema table, IndexSchema index, Segment segment, @Nullable ReusedGraph reused) {
    return index instanceof ScalarIndex scalar
        ? KeyFiles.build(publisher, table, scalar, segment)
        : graphs.build(table, (VectorIndex) index, segment, reused);
  }

  /**
   * Opens a file of a segment of so many rows.
   *
   * @throws io.vectra.engine.error.VectraException CORRUPTION when it is not what was published
   */
  public static SegmentIndex open(
      Storage storage, IndexSchema index, IndexFileEntry entry, int rows) {
    return index instanceof ScalarIndex
        ? KeyFiles.open(storage, index.id(), entry.file(), rows)
        : GraphFiles.open(storage, index.id(), entry.file(), entry.effort());
  }

  /** The kind of file that a file of an index is. */
  public static int kind(TableEntry table, IndexFileEntry file) {
    boolean scalar =
        table.indexes().stream()
            .anyMatch(index -> index.id() == file.indexId() && index instanceof ScalarIndex);
    return scalar ? KeyFileWriter.FILE_KIND : GraphFiles.FILE_KIND;
  }

  /** Whether a kind of file is an index's, and so can be built anew. */
  public static boolean isKind(int kind) {
    return kind == KeyFileWriter.FILE_KIND || kind == GraphFiles.FILE_KIND;
  }

  /** What a manifest says of a file. */
  static IndexFileEntry entry(SegmentIndex index) {
    int effort = index instanceof SegmentGraph graph ? graph.effort() : NO_EFFORT;
    return new IndexFileEntry(index.indexId(), index.entry(), effort);
  }

  /** A segment without files of indexes that its table does not have any more. */
  public static TableSegment withoutDropped(TableSegment segment, TableState table) {
    TableSegment result = segment;
    for (SegmentIndex index : segment.indexes()) {
      if (table.indexes().stream().noneMatch(kept -> kept.id() == index.indexId())) {
        result = result.withoutIndex(index.indexId());
      }
    }
    return result;
  }
}
