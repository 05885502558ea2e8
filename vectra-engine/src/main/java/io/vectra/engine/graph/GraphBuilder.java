package io.vectra.engine.graph;

import io.vectra.engine.schema.VectorIndexOptions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a graph in memory, on several threads: insertion is algorithm 1 of the paper, the choice
 * of neighbours algorithm 4 with pruned connections kept. Distances are those of codes. Afterwards
 * every node is made reachable from the entry point and the graph is audited.
 *
 * <p>Nodes come level by level from the top, so that each finds the whole of the levels above its
 * own. Those of one level whose nearest node above is the same follow one another: what one
 * insertion has read is in the caches for the next.
 */
public final class GraphBuilder {
  /** Levels above this are not used; it would take 10^19 nodes to need more. */
  static final int MAX_LEVEL = 15;

  /** Neighbours on level 0 at the largest {@code m}. */
  static final int MAX_WIDTH = 256;

  private static final int HALF = 32;

  private final int m;
  private final int efConstruction;
  private final NodeVectors vectors;
  private final int[] levels;
  private final Neighbours neighbours;
  private final Links links;

  /** Nodes that are linked already when the others come. */
  private final BitSet taken = new BitSet();

  /** Where searches begin, on the top level; -1 before there is a node. */
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
   * @param reused a graph over many of them, or null; only its levels are taken over as they are
   * @param seed of the levels: the same seed on one thread gives the same graph
   * @param threads that build, the caller's among them
   * @param canceled asked often
   * @return to be closed; null when the build was canceled
   */
  public static @Nullable BuiltGraph build(
      VectorSource source,
      VectorIndexOptions options,
      @Nullable ReusedGraph reused,
      long seed,
      int threads,
      BooleanSupplier canceled) {
    GraphBuilder builder = new GraphBuilder(source, options, seed);
    BuiltGraph graph = null;
    try {
      ParallelLoop loop = new ParallelLoop(threads, canceled);
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
    // In the order of insertion, after the entry point, near which belongs whatever has no rank.
    int[] placed = new int[vectors.distinct().nodes() + 1];
    int[] ranks = new int[levels.length];
    int count = 1;
    for (int level = MAX_LEVEL; level >= 0; level--) {
      long[] places = placesOf(level);
      if (places.length == 0) {
        continue;
      }
      if (level > topLevel) {
        raise(node(places[0]));
      }
      placed[0] = entryPoint;
      int above = level + 1;
      if (!loop.run(
          places.length,
          this::newScratch,
          (i, scratch) ->
              places[i] |= (long) ranks[nearestAbove(node(places[i]), above, scratch)] << HALF)) {
        return false;
      }
      // Neighbours that come one after another would shut out what leads to others while there are
      // few: above, the order stays as random as that of the rows.
      long[] order = level == 0 ? places : places.clone();
      Arrays.sort(places);
      for (long place : places) {
        ranks[node(place)] = count;
        placed[count++] = node(place);
      }
      if (!loop.run(
          places.length,
          this::newScratch,
          (i, scratch) -> {
            if (!taken.get(node(order[i]))) {
              insert(node(order[i]), placed[(int) (order[i] >>> HALF)], scratch);
            }
          })) {
        return false;
      }
    }
    return true;
  }

  /** Makes a node the entry point, linked on the levels that there are below its own. */
  private void raise(int node) {
    if (entryPoint >= 0) {
      insert(node, entryPoint, newScratch());
    }
    taken.set(node);
    entryPoint = node;
    topLevel = levels[node];
  }

  /**
   * The nodes of a level that are on none above, as the lower halves of numbers; on level 0 those
   * alone that are to be inserted.
   */
  private long[] placesOf(int level) {
    return IntStream.range(0, levels.length)
        .filter(node -> levels[node] == level && (level > 0 || !taken.get(node)))
        .asLongStream()
        .toArray();
  }

  private static int node(long place) {
    return (int) place;
  }

  /** About the nearest of the nodes on a level, or the entry point when there are none. */
  private int nearestAbove(int node, int level, BuildScratch scratch) {
    scratch.query.set(node);
    int nearest = entryPoint;
    for (int at = topLevel; at >= level; at--) {
      nearest = descend(scratch.query, nearest, at);
    }
    return nearest;
  }

  /**
   * Links a node on its levels.
   *
   * @param from where the search for its neighbours begins, on the highest of these
   */
  private void insert(int node, int from, BuildScratch scratch) {
    scratch.query.set(node);
    int entry = from;
    for (int at = Math.min(levels[node], topLevel); at >= 0; at--) {
      search(entry, at, efConstruction, node, scratch);
      int count = scratch.drainNearestFirst();
      if (count == 0) {
        continue;
      }
      entry = scratch.nodes[0];
      links.connect(node, at, count, scratch);
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
