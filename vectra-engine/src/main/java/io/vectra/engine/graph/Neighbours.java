package io.vectra.engine.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The neighbour lists of a graph being built, nearest first. A list is replaced, never changed, so
 * that any thread reads it without a lock; whoever replaces one holds the node's lock. A neighbour
 * that the choice of neighbours would leave out, but which fills room, is marked as spare.
 */
final class Neighbours {
  /** The bit of a number in a raw list that marks a spare neighbour. */
  static final int SPARE = Integer.MIN_VALUE;

  private static final VarHandle LISTS = MethodHandles.arrayElementVarHandle(int[][].class);
  private static final int[] NONE = new int[0];
  private static final float[] NO_DISTANCES = new float[0];

  private final int baseWidth;
  private final int upperWidth;
  private final int[][] base;
  private final float[][] baseDistances;
  private final int[] @Nullable [][] upper;
  private final float[] @Nullable [][] upperDistances;

  /** Empty lists on level 0 for so many nodes. */
  Neighbours(int nodes, int baseWidth, int upperWidth) {
    this.baseWidth = baseWidth;
    this.upperWidth = upperWidth;
    this.base = new int[nodes][];
    this.baseDistances = new float[nodes][];
    this.upper = new int[nodes] @Nullable [][];
    this.upperDistances = new float[nodes] @Nullable [][];
    Arrays.fill(base, NONE);
    Arrays.fill(baseDistances, NO_DISTANCES);
  }

  /** Makes empty lists above level 0 for nodes of the given levels that have none yet. */
  void makeRoom(int[] levels) {
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] > 0 && upper[i] == null) {
        int[][] lists = new int[levels[i]][];
        float[][] distances = new float[levels[i]][];
        Arrays.fill(lists, NONE);
        Arrays.fill(distances, NO_DISTANCES);
        upper[i] = lists;
        upperDistances[i] = distances;
      }
    }
  }

  /** The neighbour of a number in a raw list. */
  static int node(int raw) {
    return raw & ~SPARE;
  }

  /** Neighbours to keep on a level, as a rule. */
  int width(int level) {
    return level == 0 ? baseWidth : upperWidth;
  }

  /**
   * The list of a node with marks, not to be changed; longer than the usual width after repairs.
   */
  int[] raw(int node, int level) {
    if (level == 0) {
      return (int[]) LISTS.getAcquire(base, node);
    }
    int @Nullable [][] lists = upper[node];
    return lists == null ? NONE : (int[]) LISTS.getAcquire(lists, level - 1);
  }

  /** The neighbours of a node. */
  int[] list(int node, int level) {
    int[] list = raw(node, level).clone();
    for (int i = 0; i < list.length; i++) {
      list[i] = node(list[i]);
    }
    return list;
  }

  /** The distances of the neighbours in a list; for the holder of the node's lock. */
  float[] distances(int node, int level) {
    if (level == 0) {
      return baseDistances[node];
    }
    float @Nullable [][] distances = upperDistances[node];
    return distances == null ? NO_DISTANCES : distances[level - 1];
  }

  /** Replaces a list; for the holder of the node's lock. */
  void set(int node, int level, int[] raw, float[] distances) {
    if (level == 0) {
      baseDistances[node] = distances;
      LISTS.setRelease(base, node, raw);
      return;
    }
    int @Nullable [][] lists = upper[node];
    float @Nullable [][] levels = upperDistances[node];
    if (lists == null || levels == null) {
      throw new IllegalStateException("node " + node + " is not on level " + level);
    }
    levels[level - 1] = distances;
    LISTS.setRelease(lists, level - 1, raw);
  }

  /** Adds one neighbour on level 0, beyond the usual width if need be, when nobody builds. */
  void addOnBase(int node, int neighbour) {
    int[] list = Arrays.copyOf(base[node], base[node].length + 1);
    list[list.length - 1] = neighbour;
    float[] distances = Arrays.copyOf(baseDistances[node], list.length);
    distances[list.length - 1] = Float.POSITIVE_INFINITY;
    set(node, 0, list, distances);
  }

  /** The longest list on level 0, or the usual width. */
  int widestOnBase() {
    int widest = baseWidth;
    for (int[] list : base) {
      widest = Math.max(widest, list.length);
    }
    return widest;
  }

  int upperWidth() {
    return upperWidth;
  }
}
