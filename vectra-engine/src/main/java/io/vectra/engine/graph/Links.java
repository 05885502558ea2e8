package io.vectra.engine.graph;

import java.util.Arrays;

/**
 * Links nodes of a graph being built, each list as algorithm 4 of the paper chooses it, with pruned
 * connections kept. A node's lists are guarded by its lock.
 *
 * <p>A list stays as algorithm 4 left it when a neighbour comes: which of the nearer ones shut the
 * new one out, and which of the farther ones the new one shuts out, takes distances from the new
 * one alone, whose vector is at hand. Only what had been shut out by a neighbour that goes is not
 * looked at again.
 */
final class Links {
  private static final int LOCKS = 4_096;

  private final Neighbours neighbours;
  private final int m;
  private final Object[] locks = new Object[LOCKS];

  /** Links with {@code m} nodes at first, and more as others link back. */
  Links(Neighbours neighbours, int m) {
    this.neighbours = neighbours;
    this.m = m;
    Arrays.setAll(locks, i -> new Object());
  }

  /**
   * Links a node with some of the candidates in the scratch, and these with it. Its vector is the
   * scratch's query.
   */
  void connect(int node, int level, int found, BuildScratch scratch) {
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

  /** Makes of the candidates in the scratch the list of a node that nobody has linked to. */
  void takeOver(int node, int level, int found, BuildScratch scratch) {
    int count = choose(found, neighbours.width(level), scratch);
    neighbours.set(
        node,
        level,
        Arrays.copyOf(scratch.chosen, count),
        Arrays.copyOf(scratch.chosenDistances, count));
  }

  /**
   * Adds a neighbour to a list as algorithm 4 would have it; its vector is the query. The caller
   * holds the lock.
   */
  private void link(int node, int level, int neighbour, float distance, BuildScratch scratch) {
    int[] list = neighbours.raw(node, level);
    float[] distances = neighbours.distances(node, level);
    for (int raw : list) {
      if (Neighbours.node(raw) == neighbour) {
        return;
      }
    }
    int at = place(distances, distance);
    float[] atLeast = scratch.atLeast(list);
    boolean spare = false;
    for (int i = 0; i < at && !spare; i++) {
      spare = list[i] >= 0 && isNearer(list[i], atLeast[i], distance, scratch);
    }
    int[] marked = list;
    if (!spare) {
      marked = list.clone();
      for (int i = at; i < marked.length; i++) {
        if (marked[i] >= 0 && isNearer(marked[i], atLeast[i], distances[i], scratch)) {
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

  /** Whether a node is nearer to the scratch's query than that; its sketch may rule it out. */
  private boolean isNearer(int node, float atLeast, float distance, BuildScratch scratch) {
    return !(atLeast > distance) && scratch.query.distance(node) < distance;
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
  private int choose(int count, int width, BuildScratch scratch) {
    int chosen = 0;
    int seen = 0;
    for (; seen < count && chosen < width; seen++) {
      boolean diverse = true;
      for (int j = 0; j < chosen && diverse; j++) {
        diverse = scratch.chosenVectors[j].distance(scratch.nodes[seen]) >= scratch.distances[seen];
      }
      scratch.taken[seen] = diverse;
      if (diverse) {
        scratch.chosenVectors[chosen++].set(scratch.nodes[seen]);
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

  private Object lock(int node) {
    return locks[node & LOCKS - 1];
  }
}
