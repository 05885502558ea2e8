package io.vectra.engine.graph;

import java.util.Arrays;

/**
 * A binary heap of nodes by distance; the top is the nearest, or the farthest if asked so. Each
 * entry is one number: the distance in its upper half, as an integer of the same order, and the
 * node in its lower.
 */
final class CandidateHeap {
  private static final int HALF = 32;
  private static final long LOW = 0xFFFF_FFFFL;

  /** Inverts the order when all bits are set. */
  private final int flip;

  private long[] heap;
  private int size;

  private CandidateHeap(int flip, int capacity) {
    this.flip = flip;
    this.heap = new long[Math.max(capacity, 4)];
  }

  static CandidateHeap nearestFirst(int capacity) {
    return new CandidateHeap(0, capacity);
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
    return nodeAt(0);
  }

  float topDistance() {
    return distanceAt(0);
  }

  /**
   * The node at a position below {@link #size}, in no order but for the top, which is the first.
   */
  int nodeAt(int position) {
    return (int) heap[position];
  }

  float distanceAt(int position) {
    return distance((int) (heap[position] >> HALF) ^ flip);
  }

  /** Adds a node; the distance is not NaN. */
  void add(int node, float distance) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    siftUp(size++, entry(node, distance));
  }

  /** Adds a node, and removes the top if that makes more than {@code most}. */
  void addWithin(int most, int node, float distance) {
    if (size < most) {
      add(node, distance);
      return;
    }
    long entry = entry(node, distance);
    if (entry > heap[0]) {
      siftDown(entry);
    }
  }

  /** Removes the top; returns its node. */
  int removeTop() {
    int top = (int) heap[0];
    long last = heap[--size];
    if (size > 0) {
      siftDown(last);
    }
    return top;
  }

  private long entry(int node, float distance) {
    return (key(distance) ^ flip) << HALF | node & LOW;
  }

  /** An integer of the order of distances. */
  static long key(float distance) {
    return sortable(Float.floatToRawIntBits(distance + 0f)); // adding zero makes -0 a 0
  }

  /** The distance of a {@link #key}. */
  static float distance(int key) {
    return Float.intBitsToFloat(sortable(key));
  }

  /** Bits of a float as an integer of the same order, and back. */
  private static int sortable(int bits) {
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  private void siftUp(int from, long entry) {
    long[] entries = heap;
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (entries[parent] <= entry) {
        break;
      }
      entries[at] = entries[parent];
      at = parent;
    }
    entries[at] = entry;
  }

  /** Puts an entry in place of the top: the hole sinks to the bottom, where most entries belong. */
  private void siftDown(long entry) {
    long[] entries = heap;
    int last = size - 1;
    int at = 0;
    int child = 1;
    while (child < last) {
      child += entries[child + 1] < entries[child] ? 1 : 0;
      entries[at] = entries[child];
      at = child;
      child = 2 * at + 1;
    }
    if (child == last) {
      entries[at] = entries[child];
      at = child;
    }
    siftUp(at, entry);
  }
}
