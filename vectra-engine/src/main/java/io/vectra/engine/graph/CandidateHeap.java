package io.vectra.engine.graph;

import java.util.Arrays;

/** A binary heap of nodes by distance; the top is the nearest, or the farthest if asked so. */
final class CandidateHeap {
  private final float sign;
  private float[] keys;
  private int[] nodes;
  private int size;

  private CandidateHeap(float sign, int capacity) {
    this.sign = sign;
    this.keys = new float[Math.max(capacity, 4)];
    this.nodes = new int[keys.length];
  }

  static CandidateHeap nearestFirst(int capacity) {
    return new CandidateHeap(1, capacity);
  }

  static CandidateHeap farthestFirst(int capacity) {
    return new CandidateHeap(-1, capacity);
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  int topNode() {
    return nodes[0];
  }

  float topDistance() {
    return sign * keys[0];
  }

  void add(int node, float distance) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      nodes = Arrays.copyOf(nodes, 2 * size);
    }
    float key = sign * distance;
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (keys[parent] <= key) {
        break;
      }
      keys[at] = keys[parent];
      nodes[at] = nodes[parent];
      at = parent;
    }
    keys[at] = key;
    nodes[at] = node;
  }

  /** Removes the top; returns its node. */
  int removeTop() {
    int top = nodes[0];
    size--;
    float key = keys[size];
    int node = nodes[size];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (key <= keys[child]) {
        break;
      }
      keys[at] = keys[child];
      nodes[at] = nodes[child];
      at = child;
    }
    keys[at] = key;
    nodes[at] = node;
    return top;
  }
}
