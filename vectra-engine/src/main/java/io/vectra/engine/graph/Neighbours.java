package io.vectra.engine.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The neighbour lists of a graph being built; callers guard each node. A list is replaced, never
 * changed, so that one that was read stays as it was without being copied.
 */
final class Neighbours {
  private final int baseWidth;
  private final int upperWidth;
  private final int[][] base;
  private final int[] @Nullable [][] upper;

  private static final int[] NONE = new int[0];

  /** Empty lists for nodes of the given levels; -1 for no node. */
  Neighbours(int[] levels, int baseWidth, int upperWidth) {
    this.baseWidth = baseWidth;
    this.upperWidth = upperWidth;
    this.base = new int[levels.length][];
    this.upper = new int[levels.length] @Nullable [][];
    Arrays.fill(base, NONE);
    for (int i = 0; i < levels.length; i++) {
      if (levels[i] > 0) {
        int[][] lists = new int[levels[i]][];
        Arrays.fill(lists, NONE);
        upper[i] = lists;
      }
    }
  }

  /** The list of a node, not to be changed; longer than the usual width after repairs. */
  int[] list(int node, int level) {
    if (level == 0) {
      return base[node];
    }
    int @Nullable [][] lists = upper[node];
    return lists == null ? NONE : lists[level - 1];
  }

  /** Replaces a list by the first {@code count} of another. */
  void set(int node, int level, int[] list, int count) {
    int[] kept = list.length == count ? list : Arrays.copyOf(list, count);
    if (level == 0) {
      base[node] = kept;
    } else {
      int @Nullable [][] lists = upper[node];
      if (lists == null) {
        throw new IllegalStateException("node " + node + " is not on level " + level);
      }
      lists[level - 1] = kept;
    }
  }

  /** Adds one neighbour on level 0, beyond the usual width if need be. */
  void addOnBase(int node, int neighbour) {
    int[] list = Arrays.copyOf(base[node], base[node].length + 1);
    list[list.length - 1] = neighbour;
    base[node] = list;
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
