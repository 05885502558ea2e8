package io.vectra.engine.compaction;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.BuiltGraph;
import io.vectra.engine.graph.GraphBuilder;
import io.vectra.engine.graph.GraphWriter;
import io.vectra.engine.graph.HnswGraph;
import io.vectra.engine.graph.ReusedGraph;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.search.SegmentVectors;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.SegmentGraph;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Builds the graph of an index over a segment as a file, and opens such files. */
public final class GraphFiles {
  /** The kind of file that a graph is. */
  public static final int FILE_KIND = 3;

  /** Name of the one section of a graph file. */
  public static final String SECTION = "graph";

  /** Rows from which a segment gets a graph; fewer are searched exactly at less cost. */
  public static final int MIN_ROWS = 1_000;

  private static final System.Logger LOGGER = System.getLogger(GraphFiles.class.getName());

  private final Publisher publisher;
  private final BooleanSupplier canceled;

  /**
   * Builds files for a publisher.
   *
   * @param canceled asked often; a build stops without a result when it says true
   */
  public GraphFiles(Publisher publisher, BooleanSupplier canceled) {
    this.publisher = publisher;
    this.canceled = canceled;
  }

  /**
   * Builds a graph, writes it durably and opens it.
   *
   * @param reused a graph over many of the rows, or null
   * @return to be released; null when the build was canceled
   */
  @Nullable SegmentGraph build(
      TableSchema table, IndexSchema index, Segment segment, @Nullable ReusedGraph reused) {
    String name =
        FileNames.index(
            table.id(), index.id(), segment.number(), publisher.current().generation() + 1);
    int dimensions = table.column(index.column()).type().precision();
    SegmentVectors vectors =
        new SegmentVectors(segment, index.column(), dimensions, index.options().metric());
    FileEntry entry = null;
    try (BuiltGraph graph = built(vectors, index, reused, segment.number())) {
      if (graph != null) {
        entry = write(name, graph);
      }
    }
    if (entry == null) {
      return null;
    }
    publisher.storage().syncDirectory(FileNames.directory(table.id()));
    return open(publisher.storage(), index.id(), entry);
  }

  private @Nullable BuiltGraph built(
      SegmentVectors vectors, IndexSchema index, @Nullable ReusedGraph reused, long seed) {
    int threads = Runtime.getRuntime().availableProcessors();
    if (reused != null) {
      try {
        return GraphBuilder.build(vectors, index.options(), reused, seed, threads, canceled);
      } catch (VectraException e) {
        if (e.code() != ErrorCode.CORRUPTION) {
          throw e;
        }
        LOGGER.log(
            Level.WARNING,
            "A graph of index {0} cannot be used again; it is built anew. {1}",
            index.name(),
            e.getMessage());
      }
    }
    return GraphBuilder.build(vectors, index.options(), null, seed, threads, canceled);
  }

  private FileEntry write(String name, BuiltGraph graph) {
    try (BlockFileWriter out =
        BlockFileWriter.create(publisher.storage(), publisher.databaseId(), name, FILE_KIND)) {
      out.beginSection(SECTION);
      GraphWriter.write(graph, output(out));
      out.endSection();
      return out.finish();
    }
  }

  private static GraphWriter.Output output(BlockFileWriter out) {
    return new GraphWriter.Output() {
      @Override
      public void putInt(int number) {
        out.putInt(number);
      }

      @Override
      public void putBytes(byte[] bytes) {
        out.putBytes(bytes);
      }
    };
  }

  /**
   * Opens a graph file.
   *
   * @throws VectraException CORRUPTION when it is not what was published
   */
  public static SegmentGraph open(Storage storage, int indexId, FileEntry entry) {
    BlockFileReader file = BlockFileReader.open(storage, entry.name(), FILE_KIND, entry);
    try {
      return new SegmentGraph(indexId, entry, file, HnswGraph.open(file.section(SECTION)));
    } catch (RuntimeException e) {
      file.release();
      throw e;
    }
  }
}
