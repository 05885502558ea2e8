package io.vectra.engine.graph;

import io.vectra.engine.schema.VectorIndexOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a graph in memory, on several threads: insertion is algorithm 1 of the paper, the choice
 * of neighbours algorithm 4 with pruned connections kept. Each node's lists are guarded by the
 * node's lock. Afterwards every node is made reachable from the entry point and the graph is
 * audited.
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
  private final LoadedVectors vectors;
  private final int[] levels;
  private final Neighbours neighbours;
  private final Object[] locks = new Object[LOCKS];

  /** Guarded by this: where searches begin, and its level. */
  private int entryPoint = -1;

  private int topLevel = -1;

  private GraphBuilder(VectorSource source, VectorIndexOptions options, long seed) {
    this.m = options.m();
    this.efConstruction = options.efConstruction();
    this.vectors = LoadedVectors.load(source, options.metric());
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
   * @return null when the build was canceled
   */
  public static @Nullable BuiltGraph build(
      VectorSource source,
      VectorIndexOptions options,
      long seed,
      int threads,
      BooleanSupplier canceled) {
    GraphBuilder builder = new GraphBuilder(source, options, seed);
    if (!builder.insertAll(threads, canceled)) {
      return null;
    }
    BuiltGraph graph =
        new BuiltGraph(
            builder.vectors,
            builder.levels,
            builder.neighbours,
            builder.entryPoint,
            Math.max(0, builder.topLevel));
    Reachability.connect(graph, builder::nearest);
    Reachability.audit(graph);
    return graph;
  }

  /**
   * A level for each node, -1 for an ordinal without one; each level holds 1 in m of the one below.
   */
  private static int[] levels(LoadedVectors vectors, int m, long seed) {
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
            Scratch scratch = new Scratch(levels.length, efConstruction, m);
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
    float[] vector = vectors.vector(node);
    for (int above = top; above > level; above--) {
      entry = descend(vector, entry, above);
    }
    for (int at = Math.min(level, top); at >= 0; at--) {
      search(vector, entry, at, efConstruction, node, scratch);
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

  private int descend(float[] vector, int entry, int level) {
    int nearest = entry;
    float distance = vectors.distance(vector, entry);
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int neighbour : neighboursOf(nearest, level)) {
        float candidate = vectors.distance(vector, neighbour);
        if (candidate < distance) {
          distance = candidate;
          nearest = neighbour;
          moved = true;
        }
      }
    }
    return nearest;
  }

  /** Leaves the {@code ef} nearest nodes in the scratch's results, {@code self} not among them. */
  private void search(float[] vector, int entry, int level, int ef, int self, Scratch scratch) {
    scratch.visited.reset(levels.length);
    scratch.candidates.clear();
    scratch.results.clear();
    float entryDistance = vectors.distance(vector, entry);
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
      for (int neighbour : neighboursOf(node, level)) {
        if (!scratch.visited.add(neighbour)) {
          continue;
        }
        float distance = vectors.distance(vector, neighbour);
        if (scratch.results.size() < ef || distance < scratch.results.topDistance()) {
          scratch.candidates.add(neighbour, distance);
          scratch.results.add(neighbour, distance);
          if (scratch.results.size() > ef) {
            scratch.results.removeTop();
          }
        }
      }
    }
  }

  private void connect(int node, int level, int found, Scratch scratch) {
    int width = level == 0 ? 2 * m : m;
    int chosen = choose(scratch.nodes, scratch.distances, found, m, scratch.chosen);
    int[] mine = Arrays.copyOf(scratch.chosen, chosen);
    synchronized (lock(node)) {
      // Another thread may have linked to this node already: keep its links.
      int[] merged = merge(mine, neighbours.list(node, level));
      neighbours.set(node, level, merged, shrink(node, merged, width, scratch));
    }
    for (int neighbour : mine) {
      synchronized (lock(neighbour)) {
        int[] merged = merge(new int[] {node}, neighbours.list(neighbour, level));
        neighbours.set(neighbour, level, merged, shrink(neighbour, merged, width, scratch));
      }
    }
  }

  private static int[] merge(int[] first, int[] others) {
    int[] merged = Arrays.copyOf(first, first.length + others.length);
    int size = first.length;
    for (int other : others) {
      boolean known = false;
      for (int j = 0; j < first.length && !known; j++) {
        known = first[j] == other;
      }
      if (!known) {
        merged[size++] = other;
      }
    }
    return Arrays.copyOf(merged, size);
  }

  /** Reorders a list so that the neighbours to keep come first; returns how many. */
  private int shrink(int node, int[] list, int width, Scratch scratch) {
    if (list.length <= width) {
      return list.length;
    }
    float[] vector = vectors.vector(node);
    scratch.results.clear();
    for (int neighbour : list) {
      scratch.results.add(neighbour, vectors.distance(vector, neighbour));
    }
    int[] nodes = new int[list.length];
    float[] distances = new float[list.length];
    for (int i = list.length - 1; i >= 0; i--) {
      nodes[i] = scratch.results.topNode();
      distances[i] = scratch.results.topDistance();
      scratch.results.removeTop();
    }
    int[] kept = new int[width];
    int count = choose(nodes, distances, list.length, width, kept);
    System.arraycopy(kept, 0, list, 0, count);
    return count;
  }

  /**
   * Algorithm 4: of candidates, nearest first, those that are nearer to the node than to any chosen
   * before; then the nearest of the others until {@code width} are chosen.
   */
  private int choose(int[] nodes, float[] distances, int count, int width, int[] chosen) {
    int size = 0;
    int[] pruned = new int[count];
    int prunedCount = 0;
    for (int i = 0; i < count && size < width; i++) {
      float[] vector = vectors.vector(nodes[i]);
      boolean diverse = true;
      for (int j = 0; j < size && diverse; j++) {
        diverse = vectors.distance(vector, chosen[j]) >= distances[i];
      }
      if (diverse) {
        chosen[size++] = nodes[i];
      } else {
        pruned[prunedCount++] = nodes[i];
      }
    }
    for (int i = 0; i < prunedCount && size < width; i++) {
      chosen[size++] = pruned[i];
    }
    return size;
  }

  /** The nodes nearest to one, nearest first, found from the entry point on level 0. */
  private int[] nearest(int node) {
    Scratch scratch = new Scratch(levels.length, efConstruction, m);
    search(vectors.vector(node), entryPoint, 0, efConstruction, node, scratch);
    int count = scratch.drainNearestFirst();
    return Arrays.copyOf(scratch.nodes, count);
  }

  /** A list as it is now; the lock makes what another thread put there visible. */
  private int[] neighboursOf(int node, int level) {
    synchronized (lock(node)) {
      return neighbours.list(node, level);
    }
  }

  private Object lock(int node) {
    return locks[node & LOCKS - 1];
  }

  /** What one thread needs to insert, used again for every node. */
  private static final class Scratch {
    final VisitedNodes visited = new VisitedNodes();
    final CandidateHeap candidates;
    final CandidateHeap results;
    final int[] chosen;
    int[] nodes;
    float[] distances;

    Scratch(int size, int ef, int m) {
      visited.reset(size);
      candidates = CandidateHeap.nearestFirst(4 * ef);
      results = CandidateHeap.farthestFirst(Math.max(ef, 2 * m) + 2);
      chosen = new int[2 * m];
      nodes = new int[ef + 1];
      distances = new float[ef + 1];
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
