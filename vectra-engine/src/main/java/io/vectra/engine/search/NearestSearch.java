package io.vectra.engine.search;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.graph.GraphSearcher;
import io.vectra.engine.graph.HnswGraph;
import io.vectra.engine.graph.SearchBudget;
import io.vectra.engine.graph.SearchEffort;
import io.vectra.engine.graph.SketchScan;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.search.Nearest.Neighbour;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.table.SegmentGraph;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.vector.VectorDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nearest rows of a table: segment by segment through its graph or one by one, whichever
 * costs less, and the rows of memtables and of the reader's own writes one by one. What a graph
 * returns is ordered again by exact distances.
 */
final class NearestSearch {
  /**
   * What it costs to visit a node of a graph, in exact distances of a scan: one jump in memory,
   * then all its neighbours at once. As many nodes are visited as candidates are kept, or more
   * where not all rows match.
   */
  private static final double VISIT_COST = 5;

  /** The same when each neighbour has to be looked at. */
  private static final double VISIT_COST_WITHOUT_SKETCHES = 24;

  /** What it costs to look at the sketch of a row, and at the code of some, in exact distances. */
  private static final double SKETCH_COST = 0.12;

  /**
   * Matching rows that a search of a graph begins at, too: they may be far from its entry point.
   */
  private static final int STARTS = 32;

  private static final int[] NO_STARTS = {};

  /** What a scan of sketches costs however few rows there are. */
  private static final double SCAN_COST = 50;

  private final TableReader reader;
  private final NearestQuery query;
  private final @Nullable Predicate predicate;
  private final RowTest test;

  /** The keys that a matching row can have; null when they are not known. */
  private final @Nullable List<RowKey> keys;

  private final SearchCounters counters;
  private final VectorDistance.Prepared distance;
  private final Nearest nearest;
  private final float[] scratch;
  private final @Nullable VectorIndex index;

  NearestSearch(
      TableReader reader,
      NearestQuery query,
      @Nullable Predicate predicate,
      SearchCounters counters) {
    this.reader = reader;
    this.query = query;
    this.predicate = predicate;
    this.test = RowTest.of(predicate);
    this.keys = KeyPredicate.keysOf(reader.table().schema(), predicate);
    this.counters = counters;
    this.distance = VectorDistance.of(query.metric()).prepare(query.vector());
    this.nearest = new Nearest(query.k(), query.within());
    this.scratch = new float[query.vector().length];
    this.index =
        query.exact() || query.k() > Limits.MAX_NEAREST ? null : usableIndex(reader, query);
  }

  /**
   * The nearest rows, nearest first; before or after them those without a distance, if they are
   * wanted.
   */
  List<Neighbour> run() {
    if (keys != null) {
      reader.found(keys, test, counters).forEach(this::offer);
    } else if (query.k() > 0) {
      searchAll();
    }
    List<Neighbour> found = nearest.nearestFirst();
    return switch (query.absent()) {
      case LEFT_OUT -> found;
      case LAST -> joined(found, withoutDistance(query.k() - found.size()));
      case FIRST -> joined(withoutDistance(query.k()), found);
    };
  }

  private List<Neighbour> joined(List<Neighbour> first, List<Neighbour> second) {
    List<Neighbour> all = new ArrayList<>(first);
    all.addAll(second.subList(0, Math.min(second.size(), query.k() - first.size())));
    return all;
  }

  private void searchAll() {
    for (TableSegment part : reader.table().segments()) {
      counters.segments++;
      searchSegment(part);
    }
    long before = counters.rowsScanned();
    for (Memtable memtable : reader.table().memtablesNewestFirst()) {
      if (memtable.versions() > 0) {
        searchRows(reader.memtableRows(memtable), true);
      }
    }
    if (index != null) {
      counters.uncoveredRows += counters.rowsScanned() - before;
    }
    reader.pending().rows().forEach(row -> searchRow(row, false));
  }

  /** The index that finds nearest rows of a column by a metric, or null. */
  static @Nullable VectorIndex usableIndex(TableReader reader, NearestQuery query) {
    for (IndexSchema candidate : reader.table().indexes()) {
      if (candidate instanceof VectorIndex vector
          && vector.column() == query.column()
          && vector.options().metric() == query.metric()) {
        return vector;
      }
    }
    return null;
  }

  private void searchSegment(TableSegment part) {
    Segment segment = part.segment();
    SegmentGraph graph = index == null ? null : part.graph(index.id());
    if (graph == null || graph.effort() == SearchEffort.HOPELESS) {
      if (index != null) {
        counters.uncoveredRows += segment.size();
      }
      if (predicate == null) {
        searchRows(reader.segmentRows(segment), true);
      } else {
        searchMatching(segment, matching(segment));
      }
      return;
    }
    BitSet matching = predicate == null && reader.pending().isEmpty() ? null : matching(segment);
    GraphSearcher.Result result = throughIndex(segment, graph, matching);
    if (result == null || result.size() < query.k()) {
      searchMatching(segment, matching == null ? matching(segment) : matching);
      return;
    }
    for (int i = 0; i < result.size(); i++) {
      // Most candidates are known to be too far without their vector being read.
      if (!(distance.fromCode(result.leastDistance(i)) > nearest.farthest())) {
        searchRow(new RowRef.InSegment(segment, result.ordinal(i)), true);
      }
    }
  }

  private BitSet matching(Segment segment) {
    return reader.matching(segment, predicate, counters);
  }

  /**
   * What the index finds in a segment, in the way that costs least; null when that is to compare
   * all rows, or when the graph is damaged, which costs time and never an answer.
   */
  private GraphSearcher.@Nullable Result throughIndex(
      Segment segment, SegmentGraph graph, @Nullable BitSet matching) {
    try {
      int rows = matching == null ? segment.size() : matching.cardinality();
      int ef = Math.max(query.k(), query.ef() > 0 ? query.ef() : usualEf(graph));
      Strategy strategy = cheapest(graph.graph(), ef, rows, segment.size());
      GraphSearcher.Result result =
          switch (strategy) {
            case GRAPH -> throughGraph(segment, graph.graph(), ef, matching);
            case SKETCHES ->
                SketchScan.search(
                    graph.graph(),
                    distance,
                    query.k(),
                    matching == null ? matching(segment) : matching);
            default -> null;
          };
      if (result != null) {
        counters.strategy = strategy;
        counters.candidatesVisited += result.candidatesVisited();
        counters.distancesComputed += result.distancesComputed();
      }
      return result;
    } catch (SegmentVectors.UnreadableVectorException e) {
      throw e;
    } catch (VectraException e) {
      if (e.code() != ErrorCode.CORRUPTION) {
        throw e;
      }
      graph.reportDamage(e);
      return null;
    }
  }

  private int usualEf(SegmentGraph graph) {
    int ef = SearchEffort.usualEf(graph.graph(), query.k()) * graph.effort();
    return Math.min(Limits.MAX_EF, ef);
  }

  /** The way that costs least when {@code rows} of {@code all} rows match, in exact distances. */
  private Strategy cheapest(HnswGraph graph, int ef, int rows, int all) {
    double visit = graph.hasEdgeSketches() ? VISIT_COST : VISIT_COST_WITHOUT_SKETCHES;
    double throughGraph = rows == 0 ? Double.POSITIVE_INFINITY : visit * ef * all / rows;
    double throughSketches =
        graph.hasSketches() ? SCAN_COST + 2.0 * query.k() + SKETCH_COST * rows : rows;
    if (rows <= Math.min(throughGraph, throughSketches)) {
      return Strategy.EXACT;
    }
    return throughGraph < throughSketches ? Strategy.GRAPH : Strategy.SKETCHES;
  }

  private GraphSearcher.Result throughGraph(
      Segment segment, HnswGraph graph, int ef, @Nullable BitSet matching) {
    return GraphSearcher.search(
        graph,
        new SegmentVectors(segment, query.column(), query.vector().length, query.metric()),
        distance,
        query.k(),
        ef,
        accepted(segment, matching),
        predicate == null || matching == null ? NO_STARTS : spread(matching),
        SearchBudget.UNLIMITED);
  }

  /** Some of the rows of a set, from its whole length. */
  private static int[] spread(BitSet rows) {
    int[] some = new int[STARTS];
    int count = 0;
    int next = -1;
    for (int i = 0; i < STARTS; i++) {
      int from = Math.max(next + 1, (int) ((long) rows.length() * i / STARTS));
      next = rows.nextSetBit(from);
      if (next < 0) {
        break;
      }
      some[count++] = next;
    }
    return Arrays.copyOf(some, count);
  }

  private IntPredicate accepted(Segment segment, @Nullable BitSet matching) {
    if (matching != null) {
      return matching::get;
    }
    long lsn = reader.lsn();
    return segment.tombstones().count() == 0
        ? ordinal -> true
        : ordinal -> segment.visibleAt(ordinal, lsn);
  }

  private void searchMatching(Segment segment, BitSet matching) {
    if (predicate == null) { // else they were counted as it was evaluated
      counters.scanned(matching.cardinality());
    }
    for (int i = matching.nextSetBit(0); i >= 0; i = matching.nextSetBit(i + 1)) {
      offer(new RowRef.InSegment(segment, i));
    }
  }

  private void searchRows(Iterator<RowRef> rows, boolean committed) {
    while (rows.hasNext()) {
      counters.scanned(1);
      searchRow(rows.next(), committed);
    }
  }

  private void searchRow(RowRef row, boolean committed) {
    if ((!committed || reader.unhidden(row)) && test.matches(row)) {
      offer(row);
    }
  }

  private void offer(RowRef row) {
    float[] vector = vector(row);
    if (vector == null) {
      return;
    }
    counters.computed();
    double exact = distance.exact(vector);
    if (!Double.isNaN(exact)) {
      nearest.offer(row, exact);
    }
  }

  private float @Nullable [] vector(RowRef row) {
    return row.vector(query.column(), scratch);
  }

  /** As many rows without a distance as are given room, in key order. */
  private List<Neighbour> withoutDistance(int room) {
    if (room == 0) {
      return List.of();
    }
    List<Neighbour> found = new ArrayList<>();
    Iterator<RowRef> rows =
        keys == null
            ? reader.scan(predicate, counters, part -> !hasAllDistances(part))
            : reader.found(keys, test, counters).iterator();
    while (found.size() < room && rows.hasNext()) {
      RowRef row = rows.next();
      float[] vector = vector(row);
      if (vector == null || Double.isNaN(distance.exact(vector))) {
        found.add(new Neighbour(row, Double.NaN));
      }
    }
    return found;
  }

  /** Whether a segment's graph has every row, so that every row has a distance. */
  private boolean hasAllDistances(TableSegment part) {
    SegmentGraph graph = index == null ? null : part.graph(index.id());
    return graph != null && graph.graph().rows() == part.segment().size();
  }
}
