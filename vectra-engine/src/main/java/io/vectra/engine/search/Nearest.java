package io.vectra.engine.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the {@code k} nearest rows offered, ties by key; memory grows with rows kept alone. */
final class Nearest {
  private static final Comparator<Neighbour> NEAREST_FIRST = Nearest::compare;

  private final int k;
  private final double within;
  private final PriorityQueue<Neighbour> farthestFirst =
      new PriorityQueue<>(Collections.reverseOrder(NEAREST_FIRST));

  /** Keeps rows that are no farther than {@code within}. */
  Nearest(int k, double within) {
    this.k = k;
    this.within = within;
  }

  /** A row with its exact distance, which is NaN for a row without one. */
  record Neighbour(RowRef row, double distance) {}

  /** Offers a row whose distance is a number. */
  void offer(RowRef row, double distance) {
    if (k == 0 || distance > within) {
      return;
    }
    if (farthestFirst.size() < k) {
      farthestFirst.add(new Neighbour(row, distance));
      return;
    }
    Neighbour farthest = farthestFirst.element();
    if (distance > farthest.distance()) {
      return;
    }
    Neighbour offered = new Neighbour(row, distance);
    if (compare(offered, farthest) < 0) {
      farthestFirst.remove();
      farthestFirst.add(offered);
    }
  }

  /** The distance that a row has to be nearer than, or as near as. */
  double farthest() {
    return farthestFirst.size() < k ? within : farthestFirst.element().distance();
  }

  int size() {
    return farthestFirst.size();
  }

  /** The rows kept, nearest first. */
  List<Neighbour> nearestFirst() {
    List<Neighbour> all = new ArrayList<>(farthestFirst);
    all.sort(NEAREST_FIRST);
    return all;
  }

  private static int compare(Neighbour left, Neighbour right) {
    int order = Double.compare(left.distance() + 0.0, right.distance() + 0.0);
    return order != 0 ? order : left.row().key().compareTo(right.row().key());
  }
}
