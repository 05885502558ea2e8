package io.vectra.engine.compaction;

import io.vectra.engine.commit.Store;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.BuildMonitor;
import io.vectra.engine.graph.BuiltGraph;
import io.vectra.engine.graph.GraphBuilder;
import io.vectra.engine.graph.GraphWriter;
import io.vectra.engine.graph.HnswGraph;
import io.vectra.engine.graph.ReusedGraph;
import io.vectra.engine.graph.SearchEffort;
import io.vectra.engine.schedule.Foreground;
import io.vectra.engine.schedule.Progress;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.search.SegmentVectors;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.SegmentGraph;
import java.lang.System.Logger.Level;
import java.util.List;
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

  /** With more than this a graph of bits may do worse than one of codes. */
  private static final int LITTLE_EFFORT = 2;

  /**
   * The same of a graph of codes beside one of whole vectors, which takes thrice as long to build.
   */
  private static final int LITTLE_EFFORT_OF_CODES = 4;

  private final Store store;
  private final Publisher publisher;
  private final BooleanSupplier canceled;
  private final Progress progress;
  private final Foreground foreground;

  /**
   * Builds files for a publisher.
   *
   * @param store knows which indexes there still are
   * @param canceled asked often; a build stops without a result when it says true
   * @param progress told what is built, and how far it is
   * @param foreground tells how many threads may build
   */
  public GraphFiles(
      Store store,
      Publisher publisher,
      BooleanSupplier canceled,
      Progress progress,
      Foreground foreground) {
    this.store = store;
    this.publisher = publisher;
    this.canceled = canceled;
    this.progress = progress;
    this.foreground = foreground;
  }

  /**
   * Builds a graph, writes it durably and opens it. Where the index leaves the quantization open,
   * it is the first by which little effort finds what is near.
   *
   * @param reused a graph over many of the rows, or null
   * @return to be released; null when the build was canceled, or the index was dropped
   */
  @Nullable SegmentGraph build(
      TableSchema table, VectorIndex index, Segment segment, @Nullable ReusedGraph reused) {
    int dimensions = table.column(index.column()).type().precision();
    List<Quantization> candidates = candidates(index.options(), dimensions);
    progress.begin("index " + index.name() + " of " + table.name());
    SegmentGraph graph = null;
    for (Quantization quantization : candidates) {
      if (graph != null) {
        graph.file().release();
        publisher.storage().delete(graph.entry().name());
      }
      VectorIndexOptions options = index.options().withQuantization(quantization);
      graph = build(table, index.withOptions(options), segment, dimensions, reused);
      if (graph == null || isGood(graph, quantization)) {
        return graph;
      }
    }
    if (graph != null && graph.effort() == SearchEffort.HOPELESS) {
      publisher
          .events()
          .report(
              Level.WARNING,
              EventKind.INDEX_UNUSABLE,
              table.name(),
              "Index "
                  + index.name()
                  + " of "
                  + table.name()
                  + " finds too few of the nearest among "
                  + segment.size()
                  + " rows, however long it searches: they are compared one by one. (It was built"
                  + " with quantization "
                  + candidates
                  + ".)");
    }
    return graph;
  }

  /** Whether no other quantization is worth the time of building a graph on it. */
  private static boolean isGood(SegmentGraph graph, Quantization quantization) {
    int most = quantization == Quantization.BIT ? LITTLE_EFFORT : LITTLE_EFFORT_OF_CODES;
    return graph.effort() != SearchEffort.HOPELESS && graph.effort() <= most;
  }

  /** What a graph may be built on, the best first. */
  private static List<Quantization> candidates(VectorIndexOptions options, int dimensions) {
    if (options.quantization() != null) {
      return List.of(options.quantization());
    }
    return options.quantizationOf(dimensions) == Quantization.BIT
        ? List.of(Quantization.BIT, Quantization.INT8, Quantization.NONE)
        : List.of(Quantization.INT8, Quantization.NONE);
  }

  private @Nullable SegmentGraph build(
      TableSchema table,
      VectorIndex index,
      Segment segment,
      int dimensions,
      @Nullable ReusedGraph reused) {
    String name =
        publisher.unused(
            FileNames.index(
                table.id(), index.id(), segment.number(), publisher.current().generation() + 1));
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
    SegmentGraph graph = open(publisher.storage(), index.id(), entry, SearchEffort.USUAL);
    try {
      return checked(graph, vectors, index, segment.number());
    } catch (RuntimeException | Error e) {
      graph.file().release();
      throw e;
    }
  }

  /** A graph that has been searched for some of its rows; null when that was canceled. */
  private @Nullable SegmentGraph checked(
      SegmentGraph graph, SegmentVectors vectors, VectorIndex index, long seed) {
    Metric metric = index.options().metric();
    int effort = SearchEffort.of(graph.graph(), vectors, metric, seed, () -> isUnwanted(index));
    if (isUnwanted(index)) {
      graph.file().release();
      return null;
    }
    return graph.withEffort(effort);
  }

  private @Nullable BuiltGraph built(
      SegmentVectors vectors, VectorIndex index, @Nullable ReusedGraph reused, long seed) {
    int threads = Runtime.getRuntime().availableProcessors();
    BuildMonitor monitor =
        new BuildMonitor() {
          @Override
          public boolean isCanceled() {
            return isUnwanted(index);
          }

          @Override
          public int threads() {
            return foreground.backgroundThreads();
          }

          @Override
          public void advance(long done, long steps) {
            progress.advance(done, steps);
          }
        };
    if (reused != null) {
      try {
        return GraphBuilder.build(vectors, index.options(), reused, seed, threads, monitor);
      } catch (VectraException e) {
        if (e.code() != ErrorCode.CORRUPTION) {
          throw e;
        }
        publisher
            .events()
            .report(
                Level.WARNING,
                EventKind.INDEX_UNUSABLE,
                null,
                "A graph of index " + index.name() + " cannot be used again; it is built anew",
                e);
      }
    }
    return GraphBuilder.build(vectors, index.options(), null, seed, threads, monitor);
  }

  /** Whether nobody is to have the graph any more. */
  private boolean isUnwanted(VectorIndex index) {
    return canceled.getAsBoolean() || !store.hasIndex(index.tableId(), index.id());
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
   * @param effort what the manifest says of it
   * @throws VectraException CORRUPTION when it is not what was published
   */
  public static SegmentGraph open(Storage storage, int indexId, FileEntry entry, int effort) {
    BlockFileReader file = BlockFileReader.open(storage, entry.name(), FILE_KIND, entry);
    try {
      return new SegmentGraph(indexId, entry, file, HnswGraph.open(file.section(SECTION)), effort);
    } catch (RuntimeException e) {
      file.release();
      throw e;
    }
  }
}
