package io.vectra.bench.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A filter that leaves about a share of the rows.
 *
 * @param percent of all rows, as wanted
 * @param correlated whether the filter goes with the vectors
 */
public record Share(double percent, boolean correlated, RowFilter filter) {

  /** Random and correlated filters for each share. */
  public static List<Share> of(Dataset data, List<Double> percents) {
    List<Share> shares = new ArrayList<>();
    for (double percent : percents) {
      int bound = (int) Math.max(1, Math.round(percent / 100 * Dataset.RANDOM_BOUND));
      shares.add(new Share(percent, false, new RowFilter.RandomBelow(bound)));
    }
    for (double percent : percents) {
      int target = (int) Math.max(1, Math.round(percent / 100 * data.rows()));
      shares.add(
          new Share(
              percent, true, new RowFilter.InCategories(CategoryUnion.nearest(data, target))));
    }
    return shares;
  }
}
