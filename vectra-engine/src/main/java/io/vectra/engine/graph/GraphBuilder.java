package io.vectra.engine.graph;

import io.vectra.engine.schema.VectorIndexOptions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Builds a graph in memory, on several threads: insertion is algorithm 1 of the paper, the choice
 * of neighbours algorithm 4 with pruned connections kept. Distances are those of codes. Afterwards
 * every node is made reachable from the entry point and the graph is audited.
 */
public final class GraphBuilder {
  /** Levels above this are not used; it would take 10^19 nodes to need more. */
  static final int MAX_LEVEL = 15;

  /** Neighbours on level 0 at the largest {@code m}. */
  static final int MAX_WIDTH = 256;

  private final int m;
  private final int efConstruction;
  private final NodeVectors vectors;
  private final int[] levels;
  private final Neighbours neighbours;
  private final Links links;

  /** Nodes that are taken over, and linked before the others come. */
  private final BitSet taken = new BitSet();

  /** Guarded by this while nodes come: where searches begin, and its level. */
  private int entryPoint = -1;

  private int topLevel = -1;

  private GraphBuilder(VectorSource source, VectorIndexOptions options, long seed) {
    this.m = options.m();
    this.efConstruction = options.efConstruction();
    this.vectors = NodeVectors.load(source, options);
    this.levels = levels(vectors.distinct(), m, seed);
    this.neighbours = new Neighbours(vectors.distinct().size(), 2 * m, m);
    this.links = new Links(neighbours, m);
  }

  /**
   * Builds a graph over all vectors of a source.
   *
   * @param reused a graph over some of them, whose nodes are taken over, or null
   * @param seed of the levels: the same seed on one thread gives the same graph
   * @param threads that build, the caller's among them
   * @param monitor told how far it is, and asked often whether to go on
   * @return to be closed; null when the build was canceled
   */
  public static @Nullable BuiltGraph build(
      VectorSource source,
      VectorIndexOptions options,
      @Nullable ReusedGraph reused,
      long seed,
      int threads,
      BuildMonitor monitor) {
    GraphBuilder builder = new GraphBuilder(source, options, seed);
    BuiltGraph graph = null;
    try {
      ParallelLoop loop = new ParallelLoop(threads, monitor);
      if ((reused == null || builder.takeOver(reused, loop)) && builder.insertAll(loop)) {
        BuiltGraph built =
            new BuiltGraph(
                builder.vectors,
                builder.levels,
                builder.neighbours,
                builder.entryPoint,
                Math.max(0, builder.topLevel));
        Reachability.connect(built, builder::nearest);
        Reachability.audit(built);
        built.measure(builder::nearest);
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
  private static int[] levels(DistinctVectors vectors, int m, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = 1 / Math.log(m);
    int[] levels = new int[vectors.size()];
    for (int i = 0; i < levels.length; i++) {
      int level = (int) (-Math.log(1 - random.nextDouble()) * scale);
      levels[i] = vectors.isNode(i) ? Math.min(level, MAX_LEVEL) : -1;
    }
    return levels;
  }

  /** Takes over the nodes of a graph, with neighbours among themselves. */
  private boolean takeOver(ReusedGraph reused, ParallelLoop loop) {
    HnswGraph graph = reused.graph();
    int[] nodes = reused.nodes(vectors.distinct());
    for (int old = 0; old < nodes.length; old++) {
      int node = nodes[old];
      if (node >= 0) {
        levels[node] = graph.level(old);
        taken.set(node);
        if (levels[node] > topLevel) {
          topLevel = levels[node];
          entryPoint = node;
        }
      }
    }
    neighbours.makeRoom(levels);
    return loop.run(
        nodes.length,
        this::newScratch,
        (old, scratch) -> {
          for (int level = nodes[old] < 0 ? -1 : levels[nodes[old]]; level >= 0; level--) {
            int count = reused.neighbours(old, level, nodes, scratch);
            links.takeOver(nodes[old], level, count, scratch);
          }
        });
  }

  private boolean insertAll(ParallelLoop loop) {
    neighbours.makeRoom(levels);
    return loop.run(
        levels.length,
        this::newScratch,
        (node, scratch) -> {
          if (levels[node] >= 0 && !taken.get(node)) {
            insert(node, scratch);
          }
        });
  }

  private void insert(int node, BuildScratch scratch) {
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
    scratch.query.set(node);
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
      links.connect(node, at, count, scratch);
    }
    synchronized (this) {
      if (level > topLevel) {
        entryPoint = node;
        topLevel = level;
      }
    }
  }

  private int descend(NodeVectors.Query query, int entry, int level) {
    int nearest = entry;
    float distance = query.distance(entry);
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int raw : neighbours.raw(nearest, level)) {
        float candidate = query.distance(Neighbours.node(raw));
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
  private void search(int entry, int level, int ef, int self, BuildScratch scratch) {
    scratch.visited.reset(levels.length);
    scratch.candidates.clear();
    scratch.results.clear();
    float entryDistance = scratch.query.distance(entry);
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
      int count = scratch.unvisited(neighbours.raw(node, level), farthest);
      for (int i = 0; i < count; i++) {
        int neighbour = scratch.fresh[i];
        float distance = scratch.query.distance(neighbour);
        if (scratch.results.size() < ef || distance < scratch.results.topDistance()) {
          scratch.candidates.add(neighbour, distance);
          scratch.results.addWithin(ef, neighbour, distance);
        }
      }
    }
  }

  /** The nodes nearest to one, nearest first, found from the entry point on level 0. */
  private int[] nearest(int node) {
    BuildScratch scratch = newScratch();
    scratch.query.set(node);
    search(entryPoint, 0, efConstruction, node, scratch);
    int count = scratch.drainNearestFirst();
    return Arrays.copyOf(scratch.nodes, count);
  }

  private BuildScratch newScratch() {
    return new BuildScratch(vectors, efConstruction, m);
  }
}
