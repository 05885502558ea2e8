package io.vectra.engine.graph;

import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.CodedQuery;
import io.vectra.engine.vector.CodedVector;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a graph in memory, on several threads: insertion is algorithm 1 of the paper, the choice
 * of neighbours algorithm 4 with pruned connections kept. Distances are those of codes. Each node's
 * lists are guarded by the node's lock. Afterwards every node is made reachable from the entry
 * point and the graph is audited.
 *
 * <p>A list stays as algorithm 4 left it when a neighbour comes: which of the nearer ones shut the
 * new one out, and which of the farther ones the new one shuts out, takes distances from the new
 * one alone, whose vector is at hand. Only what had been shut out by a neighbour that goes is not
 * looked at again.
 */
public final class GraphBuilder {
  /** Levels above this are not used; it would take 10^19 nodes to need more. */
  static final int MAX_LEVEL = 15;

  /** Neighbours on level 0 at the largest {@code m}. */
  static final int MAX_WIDTH = 256;

  private static final int LOCKS = 4_096;
  private static final int CANCEL_INTERVAL = 256;

  private final int m;
  private final int efConstruction;
  private final CodedNodes vectors;
  private final int[] levels;
  private final Neighbours neighbours;
  private final Object[] locks = new Object[LOCKS];

  /** Guarded by this: where searches begin, and its level. */
  private int entryPoint = -1;

  private int topLevel = -1;

  private GraphBuilder(VectorSource source, VectorIndexOptions options, long seed) {
    this.m = options.m();
    this.efConstruction = options.efConstruction();
    this.vectors = CodedNodes.load(source, options.metric());
    this.levels = levels(vectors, m, seed);
    this.neighbours = new Neighbours(levels, 2 * m, m);
    Arrays.setAll(locks, i -> new Object());
  }

  /**
   * Builds a graph over all vectors of a source.
   *
   * @param seed of the levels: the same seed on one thread gives the same graph
   * @param threads that build, the caller's among them
   * @param canceled asked often
   * @return to be closed; null when the build was canceled
   */
  public static @Nullable BuiltGraph build(
      VectorSource source,
      VectorIndexOptions options,
      long seed,
      int threads,
      BooleanSupplier canceled) {
    GraphBuilder builder = new GraphBuilder(source, options, seed);
    BuiltGraph graph = null;
    try {
      if (builder.insertAll(threads, canceled)) {
        BuiltGraph built =
            new BuiltGraph(
                builder.vectors,
                builder.levels,
                builder.neighbours,
                builder.entryPoint,
                Math.max(0, builder.topLevel));
        Reachability.connect(built, builder::nearest);
        Reachability.audit(built);
        graph = built;
      }
      return graph;
    } finally {
      if (graph == null) {
        builder.vectors.close();
      }
    }
  }

  /**
   * A level for each node, -1 for an ordinal without one; each level holds 1 in m of the one below.
   */
  private static int[] levels(CodedNodes vectors, int m, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = 1 / Math.log(m);
    int[] levels = new int[vectors.size()];
    for (int i = 0; i < levels.length; i++) {
      int level = (int) (-Math.log(1 - random.nextDouble()) * scale);
      levels[i] = vectors.isNode(i) ? Math.min(level, MAX_LEVEL) : -1;
    }
    return levels;
  }

  private boolean insertAll(int threads, BooleanSupplier canceled) {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable work =
        () -> {
          try {
            Scratch scratch = new Scratch(vectors, efConstruction, m);
            for (int node = next.getAndIncrement();
                node < levels.length && !stop.get();
                node = next.getAndIncrement()) {
              if (levels[node] >= 0) {
                insert(node, scratch);
              }
              if (node % CANCEL_INTERVAL == 0 && canceled.getAsBoolean()) {
                stop.set(true);
              }
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stop.set(true);
          }
        };
    Thread[] others = new Thread[Math.max(0, threads - 1)];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Thread(work, "vectra-graph-" + i);
      others[i].setDaemon(true);
      others[i].start();
    }
    work.run();
    joinAll(others);
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return !stop.get();
  }

  private static void joinAll(Thread[] threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void insert(int node, Scratch scratch) {
    int level = levels[node];
    int entry;
    int top;
    synchronized (this) {
      if (entryPoint < 0) {
        entryPoint = node;
        topLevel = level;
        return;
      }
      entry = entryPoint;
      top = topLevel;
    }
    vectors.query(node, scratch.query, scratch.code);
    for (int above = top; above > level; above--) {
      entry = descend(scratch.query, entry, above);
    }
    for (int at = Math.min(level, top); at >= 0; at--) {
      search(entry, at, efConstruction, node, scratch);
      int count = scratch.drainNearestFirst();
      if (count == 0) {
        continue;
      }
      entry = scratch.nodes[0];
      connect(node, at, count, scratch);
    }
    synchronized (this) {
      if (level > topLevel) {
        entryPoint = node;
        topLevel = level;
      }
    }
  }

  private int descend(CodedQuery query, int entry, int level) {
    int nearest = entry;
    float distance = vectors.distance(query.code(), entry);
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int raw : neighbours.raw(nearest, level)) {
        float candidate = vectors.distance(query.code(), Neighbours.node(raw));
        if (candidate < distance) {
          distance = candidate;
          nearest = Neighbours.node(raw);
          moved = true;
        }
      }
    }
    return nearest;
  }

  /**
   * Leaves the {@code ef} nodes nearest to the scratch's query in its results, {@code self} not
   * among them.
   */
  private void search(int entry, int level, int ef, int self, Scratch scratch) {
    scratch.visited.reset(levels.length);
    scratch.candidates.clear();
    scratch.results.clear();
    float entryDistance = vectors.distance(scratch.query.code(), entry);
    scratch.visited.add(entry);
    scratch.visited.add(self);
    scratch.candidates.add(entry, entryDistance);
    if (entry != self) {
      scratch.results.add(entry, entryDistance);
    }
    while (scratch.candidates.size() > 0) {
      if (scratch.results.size() >= ef
          && scratch.candidates.topDistance() > scratch.results.topDistance()) {
        return;
      }
      int node = scratch.candidates.topNode();
      scratch.candidates.removeTop();
      float farthest =
          scratch.results.size() < ef ? Float.POSITIVE_INFINITY : scratch.results.topDistance();
      int count = scratch.unvisited(neighbours.raw(node, level), vectors, farthest);
      for (int i = 0; i < count; i++) {
        int neighbour = scratch.fresh[i];
        float distance = vectors.distance(scratch.query.code(), neighbour);
        if (scratch.results.size() < ef || distance < scratch.results.topDistance()) {
          scratch.candidates.add(neighbour, distance);
          scratch.results.addWithin(ef, neighbour, distance);
        }
      }
    }
  }

  private void connect(int node, int level, int found, Scratch scratch) {
    int count = choose(found, m, scratch);
    int[] raw = Arrays.copyOf(scratch.chosen, count);
    float[] distances = Arrays.copyOf(scratch.chosenDistances, count);
    synchronized (lock(node)) {
      // Another thread may have linked to this node already: its links stay.
      int[] before = neighbours.raw(node, level);
      float[] distancesBefore = neighbours.distances(node, level);
      neighbours.set(node, level, raw, distances);
      for (int i = 0; i < before.length; i++) {
        insertSorted(node, level, before[i], distancesBefore[i]);
      }
    }
    for (int i = 0; i < count; i++) {
      int neighbour = Neighbours.node(raw[i]);
      synchronized (lock(neighbour)) {
        link(neighbour, level, node, distances[i], scratch);
      }
    }
  }

  /**
   * Adds a neighbour to a list as algorithm 4 would have it; its vector is the query. The caller
   * holds the lock.
   */
  private void link(int node, int level, int neighbour, float distance, Scratch scratch) {
    int[] list = neighbours.raw(node, level);
    float[] distances = neighbours.distances(node, level);
    for (int raw : list) {
      if (Neighbours.node(raw) == neighbour) {
        return;
      }
    }
    int at = place(distances, distance);
    boolean spare = false;
    for (int i = 0; i < at && !spare; i++) {
      spare = list[i] >= 0 && isNearer(list[i], distance, scratch);
    }
    int[] marked = list;
    if (!spare) {
      marked = list.clone();
      for (int i = at; i < marked.length; i++) {
        if (marked[i] >= 0 && isNearer(marked[i], distances[i], scratch)) {
          marked[i] |= Neighbours.SPARE;
        }
      }
    }
    replace(
        node,
        level,
        marked,
        distances,
        at,
        spare ? neighbour | Neighbours.SPARE : neighbour,
        distance);
  }

  /**
   * Whether a node is nearer to the scratch's query than that; the sketch may say that it is not.
   */
  private boolean isNearer(int node, float distance, Scratch scratch) {
    if (scratch.query.hasSketches()
        && vectors.atLeast(scratch.query, node, scratch.sketched) > distance) {
      return false;
    }
    return vectors.distance(scratch.query.code(), node) < distance;
  }

  /** Adds a neighbour to a list unless it is there; the caller holds the lock. */
  private void insertSorted(int node, int level, int raw, float distance) {
    int[] list = neighbours.raw(node, level);
    for (int other : list) {
      if (Neighbours.node(other) == Neighbours.node(raw)) {
        return;
      }
    }
    float[] distances = neighbours.distances(node, level);
    replace(node, level, list, distances, place(distances, distance), raw, distance);
  }

  private static int place(float[] distances, float distance) {
    int at = distances.length;
    while (at > 0 && distances[at - 1] > distance) {
      at--;
    }
    return at;
  }

  /** Replaces a list by one with one neighbour more, less the farthest spare one if it is full. */
  private void replace(
      int node, int level, int[] list, float[] distances, int at, int raw, float distance) {
    int size = list.length + 1;
    int[] grown = new int[size];
    float[] grownDistances = new float[size];
    System.arraycopy(list, 0, grown, 0, at);
    System.arraycopy(list, at, grown, at + 1, list.length - at);
    System.arraycopy(distances, 0, grownDistances, 0, at);
    System.arraycopy(distances, at, grownDistances, at + 1, list.length - at);
    grown[at] = raw;
    grownDistances[at] = distance;
    if (size > neighbours.width(level)) {
      int gone = size - 1;
      for (int i = size - 1; i >= 0; i--) {
        if (grown[i] < 0) {
          gone = i;
          break;
        }
      }
      System.arraycopy(grown, gone + 1, grown, gone, size - 1 - gone);
      System.arraycopy(grownDistances, gone + 1, grownDistances, gone, size - 1 - gone);
      grown = Arrays.copyOf(grown, size - 1);
      grownDistances = Arrays.copyOf(grownDistances, size - 1);
    }
    neighbours.set(node, level, grown, grownDistances);
  }

  /**
   * Algorithm 4: of the candidates in the scratch, nearest first, those that are nearer to the node
   * than to any chosen before; then the nearest of the others, as spare ones, until {@code width}
   * are chosen. Leaves them in the scratch, nearest first; returns how many.
   */
  private int choose(int count, int width, Scratch scratch) {
    int chosen = 0;
    int seen = 0;
    for (; seen < count && chosen < width; seen++) {
      boolean diverse = true;
      for (int j = 0; j < chosen && diverse; j++) {
        diverse =
            vectors.distance(scratch.chosenVectors[j], scratch.nodes[seen])
                >= scratch.distances[seen];
      }
      scratch.taken[seen] = diverse;
      if (diverse) {
        vectors.read(scratch.nodes[seen], scratch.chosenVectors[chosen++], scratch.code);
      }
    }
    int room = width - chosen;
    int size = 0;
    for (int i = 0; i < seen; i++) {
      if (scratch.taken[i] || room > 0) {
        room -= scratch.taken[i] ? 0 : 1;
        scratch.chosen[size] =
            scratch.taken[i] ? scratch.nodes[i] : scratch.nodes[i] | Neighbours.SPARE;
        scratch.chosenDistances[size++] = scratch.distances[i];
      }
    }
    return size;
  }

  /** The nodes nearest to one, nearest first, found from the entry point on level 0. */
  private int[] nearest(int node) {
    Scratch scratch = new Scratch(vectors, efConstruction, m);
    vectors.query(node, scratch.query, scratch.code);
    search(entryPoint, 0, efConstruction, node, scratch);
    int count = scratch.drainNearestFirst();
    return Arrays.copyOf(scratch.nodes, count);
  }

  private Object lock(int node) {
    return locks[node & LOCKS - 1];
  }

  /** What one thread needs to insert, used again for every node. */
  private static final class Scratch {
    final VisitedNodes visited = new VisitedNodes();
    final CandidateHeap candidates;
    final CandidateHeap results;
    final CodedQuery query;
    final long[] sketched;
    final byte[] code;
    final CodedVector[] chosenVectors;
    final int[] chosen;
    final float[] chosenDistances;
    final int[] nodes;
    final float[] distances;
    final boolean[] taken;
    int[] fresh = new int[MAX_WIDTH];

    /** What was touched, so that touching is not left out as useless. */
    int touched;

    Scratch(CodedNodes vectors, int ef, int m) {
      candidates = CandidateHeap.nearestFirst(4 * ef);
      results = CandidateHeap.farthestFirst(ef + 2);
      query = vectors.newQuery();
      sketched = new long[vectors.sketchLongs()];
      code = new byte[vectors.codeBytes()];
      chosenVectors = new CodedVector[m];
      Arrays.setAll(chosenVectors, i -> vectors.newVector());
      chosen = new int[m];
      chosenDistances = new float[m];
      nodes = new int[ef + 1];
      distances = new float[ef + 1];
      taken = new boolean[ef + 1];
    }

    /**
     * Leaves the neighbours that were not visited before, and that are not farther than {@code
     * farthest} as their sketches tell, in {@code fresh}; returns how many.
     */
    int unvisited(int[] raw, CodedNodes vectors, float farthest) {
      if (fresh.length < raw.length) {
        fresh = new int[raw.length];
      }
      int count = 0;
      for (int neighbour : raw) {
        if (visited.add(Neighbours.node(neighbour))) {
          fresh[count++] = Neighbours.node(neighbour);
        }
      }
      if (query.hasSketches() && farthest < Float.POSITIVE_INFINITY) {
        count = promising(count, vectors, farthest);
      }
      for (int i = 0; i < count; i++) {
        touched += vectors.touch(fresh[i]);
      }
      return count;
    }

    private int promising(int count, CodedNodes vectors, float farthest) {
      for (int i = 0; i < count; i++) {
        touched += vectors.touchSketch(fresh[i]);
      }
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (!(vectors.atLeast(query, fresh[i], sketched) > farthest)) {
          fresh[kept++] = fresh[i];
        }
      }
      return kept;
    }

    int drainNearestFirst() {
      int count = results.size();
      for (int i = count - 1; i >= 0; i--) {
        nodes[i] = results.topNode();
        distances[i] = results.topDistance();
        results.removeTop();
      }
      return count;
    }
  }
}
