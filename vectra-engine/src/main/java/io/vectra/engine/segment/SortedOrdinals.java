package io.vectra.engine.segment;

/** Sorts numbers by what they stand for, without an object for each. */
final class SortedOrdinals {
  private SortedOrdinals() {}

  /** The numbers from 0 on, in the order of the keys; equal ones stay in theirs. */
  static <K extends Comparable<K>> int[] by(K[] keys) {
    int[] sorted = new int[keys.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = i;
    }
    int[] merged = new int[keys.length];
    for (int width = 1; width > 0 && width < keys.length; width *= 2) {
      for (long from = 0; from < keys.length; from += 2L * width) {
        int middle = (int) Math.min(from + width, keys.length);
        int to = (int) Math.min(from + 2L * width, keys.length);
        merge(keys, sorted, (int) from, middle, to, merged);
      }
      int[] next = merged;
      merged = sorted;
      sorted = next;
    }
    return sorted;
  }

  private static <K extends Comparable<K>> void merge(
      K[] keys, int[] sorted, int from, int middle, int to, int[] merged) {
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takesLeft =
          right == to || (left < middle && keys[sorted[left]].compareTo(keys[sorted[right]]) <= 0);
      merged[i] = takesLeft ? sorted[left++] : sorted[right++];
    }
  }
}
