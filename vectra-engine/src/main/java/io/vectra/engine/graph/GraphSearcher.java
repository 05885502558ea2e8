package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.vector.CodedQuery;
import io.vectra.engine.vector.CodedVector;
import io.vectra.engine.vector.VectorDistance;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Searches a graph where it lies (algorithm 5 of the paper). Nodes that are not accepted lead the
 * way but are not returned. A node stands for all ordinals with its vector: it takes one place
 * among the candidates however many they are, and they are listed at the end.
 */
public final class GraphSearcher {
  private static final int INTERRUPT_INTERVAL = 256;

  /**
   * Nodes that are fetched from memory together. More of them are fetched faster, but are less
   * often the nearest: of 1 to 8, 2 and 3 took least time on 100,000 embeddings.
   */
  private static final int AT_ONCE = 2;

  /**
   * Nodes of a level that the search of the next one begins at. Among far clusters a single one led
   * 15 of 36,000 searches astray, four of them 3, for no more distances in all.
   */
  private static final int ENTRIES = 4;

  /**
   * Accepted nodes that are visited at most for each of {@code ef}: a search where many are near
   * takes so much longer than others. Of 1.5 to 4, 2 and 3 found most for their time.
   */
  private static final int MOST_VISITS = 3;

  /** One accepted node is visited at least for so many of {@code ef}. */
  private static final int LEAST_VISITS = 2;

  private static final int INITIAL_CANDIDATES = 256;
  private static final float[] NO_VECTOR = new float[0];
  private static final int[] NO_STARTS = {};
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final HnswGraph graph;
  private final VectorSource vectors;
  private final VectorDistance.Prepared query;
  private final IntPredicate accept;
  private final SearchBudget budget;
  private final @Nullable CodedQuery coded;
  private final @Nullable CodedVector code;
  private final float[] vector;
  private final Scratch scratch;
  private final int[] neighbours;
  private final int k;
  private final int ef;
  private final float factor;
  private final float toSquared;
  private float reach = Float.POSITIVE_INFINITY;
  private int acceptedVisits;
  private int untilInterrupt = INTERRUPT_INTERVAL;
  private long candidatesVisited;
  private long distancesComputed;
  private boolean withinBudget = true;

  private GraphSearcher(
      HnswGraph graph,
      VectorSource vectors,
      VectorDistance.Prepared query,
      int k,
      int ef,
      IntPredicate accept,
      SearchBudget budget) {
    this.graph = graph;
    this.k = k;
    this.ef = ef;
    this.vectors = vectors;
    this.query = query;
    this.accept = accept;
    this.budget = budget;
    this.coded = graph.hasCodes() ? query.coded() : null;
    this.code = coded == null ? null : coded.code();
    this.factor = graph.growth().factor(k, ef);
    this.toSquared = code == null ? 0 : code.toSquared(graph.growth().longest());
    this.vector = code == null ? new float[vectors.dimensions()] : NO_VECTOR;
    this.scratch = SCRATCH.get();
    this.neighbours = scratch.neighbours(graph.widest());
  }

  /** What a search found: ordinals, nearest first as far as approximate distances tell. */
  public static final class Result {
    private final int[] ordinals;
    private final double[] leastDistances;
    private final long candidatesVisited;
    private final long distancesComputed;
    private final boolean withinBudget;

    Result(
        int[] ordinals,
        double[] leastDistances,
        long candidatesVisited,
        long distancesComputed,
        boolean withinBudget) {
      this.ordinals = ordinals;
      this.leastDistances = leastDistances;
      this.candidatesVisited = candidatesVisited;
      this.distancesComputed = distancesComputed;
      this.withinBudget = withinBudget;
    }

    public int size() {
      return ordinals.length;
    }

    public int ordinal(int position) {
      return ordinals[position];
    }

    /**
     * What the exact distance of a row is not below, as {@link VectorDistance.Prepared#fromCode}
     * takes it; negative infinity when that is not known.
     */
    public double leastDistance(int position) {
      return leastDistances[position];
    }

    /** Nodes whose neighbours were followed, or whose code was worth looking at. */
    public long candidatesVisited() {
      return candidatesVisited;
    }

    /** Nodes whose distance was computed. */
    public long distancesComputed() {
      return distancesComputed;
    }

    /**
     * Whether the search came to its end. If it did not, nearer rows may be missing, and the caller
     * should compare all rows.
     */
    public boolean withinBudget() {
      return withinBudget;
    }
  }

  /** The {@code ef} nearest, as far as it takes: {@link SearchBudget#UNLIMITED}. */
  public static Result search(
      HnswGraph graph,
      VectorSource vectors,
      VectorDistance.Prepared query,
      int ef,
      IntPredicate accept) {
    return search(graph, vectors, query, ef, ef, accept, SearchBudget.UNLIMITED);
  }

  /**
   * The {@code k} nearest accepted nodes, approximately, and others that may be among them. Each
   * gives one ordinal at least; where vectors are equal up to {@code ef} more ordinals are given,
   * of the nearest nodes first.
   *
   * @param k nodes that are wanted, at least 1
   * @param ef candidates that are looked at, about, and not below {@code k}; at most so many nodes
   *     are returned, so that the caller can order them by exact distances
   * @param accept which ordinals may be returned
   * @return fewer than {@code k} only when the whole graph was seen and these are all accepted
   *     rows, or when the budget was exceeded
   * @throws VectraException CORRUPTION when the graph is damaged or not of these vectors
   */
  public static Result search(
      HnswGraph graph,
      VectorSource vectors,
      VectorDistance.Prepared query,
      int k,
      int ef,
      IntPredicate accept,
      SearchBudget budget) {
    return search(graph, vectors, query, k, ef, accept, NO_STARTS, budget);
  }

  /**
   * The same, begun at more nodes than the entry point leads to: where the accepted rows nearest to
   * the query are none of its surroundings, which of their clusters a search comes to first is by
   * chance.
   *
   * @param starts ordinals to begin at, too
   */
  public static Result search(
      HnswGraph graph,
      VectorSource vectors,
      VectorDistance.Prepared query,
      int k,
      int ef,
      IntPredicate accept,
      int[] starts,
      SearchBudget budget) {
    if (graph.ordinals() != vectors.size()) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          "A graph over "
              + graph.ordinals()
              + " ordinals does not belong to "
              + vectors.size()
              + " vectors.");
    }
    graph.checkFits(vectors.dimensions());
    GraphSearcher searcher = new GraphSearcher(graph, vectors, query, k, ef, accept, budget);
    if (graph.nodes() == 0) {
      return new Result(new int[0], new double[0], 0, 0, true);
    }
    searcher.search(starts);
    return searcher.result();
  }

  private void search(int[] starts) {
    scratch.entries.clear();
    scratch.entries.add(graph.entryPoint(), distance(graph.entryPoint()));
    // Level 1 takes as long to cross as level 0 where the edges of that have sketches.
    int lowest = byEstimates() ? 2 : 1;
    for (int level = graph.topLevel(); level >= lowest; level--) {
      cross(level);
    }
    searchBase(starts);
  }

  /** Goes on from the entries to the nearest nodes of a level. */
  private void cross(int level) {
    CandidateHeap entries = scratch.entries;
    CandidateHeap candidates = scratch.candidates;
    beginLevel();
    for (int i = 0; i < entries.size(); i++) {
      scratch.visited.add(entries.nodeAt(i));
      candidates.add(entries.nodeAt(i), entries.distanceAt(i));
    }
    while (candidates.size() > 0
        && withinBudget
        && (entries.size() < ENTRIES || candidates.topDistance() <= entries.topDistance())) {
      int count = follow(candidates.removeTop(), level);
      for (int i = 0; i < count; i++) {
        if (scratch.visited.add(neighbours[i])) {
          float distance = distance(neighbours[i]);
          if (entries.size() < ENTRIES || distance < entries.topDistance()) {
            candidates.add(neighbours[i], distance);
            entries.addWithin(ENTRIES, neighbours[i], distance);
          }
        }
      }
    }
  }

  private void beginLevel() {
    scratch.visited.reset(graph.ordinals());
    scratch.candidates.clear();
    scratch.nearest.clear();
    scratch.results.clear();
  }

  private boolean byEstimates() {
    return coded != null && graph.hasEdgeSketches();
  }

  private void searchBase(int[] starts) {
    CandidateHeap entries = scratch.entries;
    beginLevel();
    while (entries.size() > 0) {
      float distance = entries.topDistance();
      begin(entries.removeTop(), distance);
    }
    for (int start : starts) {
      if (graph.level(start) >= 0 && !scratch.visited.contains(start)) {
        begin(start, distance(start));
      }
    }
    spreadBase();
    // Edges have a direction: all nodes can be reached from the entry point, but perhaps not from
    // where the descent ended.
    if (scratch.results.size() < k && !scratch.visited.contains(graph.entryPoint())) {
      begin(graph.entryPoint(), distance(graph.entryPoint()));
      spreadBase();
    }
  }

  private void begin(int entry, float distance) {
    scratch.visited.add(entry);
    if (byEstimates()) {
      scratch.candidates.add(entry, distance);
    } else {
      offer(entry, distance, scratch.candidates, scratch.results);
    }
  }

  private void spreadBase() {
    if (coded != null && byEstimates()) {
      spreadByEstimates(coded);
    } else {
      spread();
    }
  }

  /** Visits nodes nearest first; computes the distance of each neighbour. */
  private void spread() {
    CandidateHeap candidates = scratch.candidates;
    CandidateHeap results = scratch.results;
    while (candidates.size() > 0 && withinBudget) {
      if (results.size() >= ef && candidates.topDistance() > results.topDistance()) {
        return;
      }
      int count = follow(candidates.removeTop(), 0);
      int fresh = 0;
      for (int i = 0; i < count; i++) {
        if (scratch.visited.add(neighbours[i])) {
          neighbours[fresh++] = neighbours[i];
        }
      }
      if (code != null) {
        for (int i = 0; i < fresh; i++) {
          scratch.touched += graph.touch(neighbours[i]);
        }
      }
      for (int i = 0; i < fresh; i++) {
        offer(neighbours[i], distance(neighbours[i]), candidates, results);
      }
    }
  }

  /**
   * Visits nodes in the order of their estimated distances, and computes distances of those alone
   * that are visited. The distance of the {@code k}-th nearest tells what is worth a visit.
   */
  private void spreadByEstimates(CodedQuery query) {
    scratch.makeRoom(graph.lanes(), graph.edgeLongs());
    int[] next = new int[AT_ONCE];
    int count = takeNearest(next);
    while (count > 0 && withinBudget) {
      for (int i = 0; i < count; i++) {
        scratch.touched += graph.touchAll(next[i]);
      }
      for (int i = 0; i < count; i++) {
        visit(next[i], query);
      }
      count = takeNearest(next);
    }
  }

  /** Takes the nearest candidates that are worth a visit; returns how many. */
  private int takeNearest(int[] target) {
    CandidateHeap candidates = scratch.candidates;
    int count = 0;
    while (count < target.length
        && candidates.size() > 0
        && candidates.topDistance() <= reach
        && acceptedVisits < MOST_VISITS * ef) {
      target[count++] = candidates.removeTop();
    }
    return count;
  }

  private void visit(int node, CodedQuery query) {
    float distance = distance(node);
    if (nextAccepted(node) >= 0) {
      accept(node, distance);
    }
    int count = follow(node, 0);
    graph.estimate(node, query, distance, scratch.edges, scratch.estimates);
    for (int i = 0; i < count; i++) {
      if (scratch.estimates[i] <= reach && scratch.visited.add(neighbours[i])) {
        scratch.candidates.add(neighbours[i], scratch.estimates[i]);
      }
    }
  }

  private void accept(int node, float distance) {
    acceptedVisits++;
    scratch.results.addWithin(ef, node, distance);
    scratch.nearest.addWithin(k, node, distance);
    int least = Math.max(k, ef / LEAST_VISITS);
    if (acceptedVisits >= least && graph.growth().isKnown()) {
      CandidateHeap nearest = scratch.nearest;
      // Codes do not tell which of vectors that are as near as their errors is nearer.
      double squared = Math.max(nearest.topDistance() + toSquared, bound(nearest.topNode()));
      double farthest = factor * squared - toSquared;
      reach =
          Double.isNaN(farthest) ? Float.POSITIVE_INFINITY : (float) farthest; // of huge numbers
    }
  }

  private void offer(int node, float distance, CandidateHeap candidates, CandidateHeap results) {
    if (results.size() >= ef && distance >= results.topDistance()) {
      return;
    }
    candidates.add(node, distance);
    if (nextAccepted(node) >= 0) {
      results.addWithin(ef, node, distance);
    }
  }

  /** The lowest accepted ordinal of a chain from {@code ordinal} on, or -1. */
  private int nextAccepted(int ordinal) {
    int at = ordinal;
    while (at >= 0 && !accept.test(at)) {
      pollInterrupt();
      at = graph.nextEqual(at);
    }
    return at;
  }

  /**
   * What the nodes found stand for. One ordinal of each node comes in any case, so that an exact
   * order of them all sees each node; the equal ones fill up what room is left.
   */
  private Result result() {
    CandidateHeap results = scratch.results;
    int[] nodes = new int[results.size()];
    float[] distances = new float[nodes.length];
    for (int i = nodes.length - 1; i >= 0; i--) {
      nodes[i] = results.topNode();
      distances[i] = results.topDistance();
      results.removeTop();
    }
    int[] ordinals = new int[nodes.length];
    double[] least = new double[nodes.length];
    int size = 0;
    int room = ef;
    for (int i = 0; i < nodes.length; i++) {
      double leastOfNode = code == null ? Double.NEGATIVE_INFINITY : distances[i] - bound(nodes[i]);
      int ordinal = nextAccepted(nodes[i]);
      boolean first = true;
      while (ordinal >= 0 && (first || room > 0)) {
        if (size == ordinals.length) {
          ordinals = Arrays.copyOf(ordinals, 2 * size);
          least = Arrays.copyOf(least, 2 * size);
        }
        least[size] = leastOfNode;
        ordinals[size++] = ordinal;
        room -= first ? 0 : 1;
        first = false;
        ordinal = nextAccepted(graph.nextEqual(ordinal));
      }
    }
    return new Result(
        Arrays.copyOf(ordinals, size),
        Arrays.copyOf(least, size),
        candidatesVisited,
        distancesComputed,
        withinBudget);
  }

  private int follow(int node, int level) {
    candidatesVisited++;
    return graph.neighbours(node, level, neighbours);
  }

  private float distance(int node) {
    pollInterrupt();
    distancesComputed++;
    withinBudget = distancesComputed <= budget.distances();
    if (code != null) {
      return graph.distance(node, code);
    }
    vectors.read(node, vector);
    float distance = query.approximate(vector);
    // Overflow in both directions makes NaN, which has no place in any order.
    return Float.isNaN(distance) ? Float.POSITIVE_INFINITY : distance;
  }

  /** How far the distance of a node's code can be from the true one. */
  private double bound(int node) {
    return code == null ? Double.POSITIVE_INFINITY : graph.bound(node, code);
  }

  private void pollInterrupt() {
    if (--untilInterrupt == 0) {
      untilInterrupt = INTERRUPT_INTERVAL;
      budget.interrupt().run();
    }
  }

  /** What a thread's searches use, one after another. */
  private static final class Scratch {
    final VisitedNodes visited = new VisitedNodes();
    final CandidateHeap candidates = CandidateHeap.nearestFirst(INITIAL_CANDIDATES);
    final CandidateHeap results = CandidateHeap.farthestFirst(INITIAL_CANDIDATES);
    final CandidateHeap entries = CandidateHeap.farthestFirst(ENTRIES);
    final CandidateHeap nearest = CandidateHeap.farthestFirst(INITIAL_CANDIDATES);
    private int[] neighbours = new int[0];
    private long[] edges = new long[0];
    private float[] estimates = new float[0];

    /** What was touched, so that touching is not left out as useless. */
    int touched;

    /** Makes room for what the edges of a node tell. */
    void makeRoom(int lanes, int edgeLongs) {
      if (edges.length < lanes * edgeLongs) {
        edges = new long[lanes * edgeLongs];
      }
      if (estimates.length < lanes) {
        estimates = new float[lanes];
      }
    }

    int[] neighbours(int count) {
      if (neighbours.length < count) {
        neighbours = new int[count];
      }
      return neighbours;
    }
  }
}
