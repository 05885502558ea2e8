package io.vectra.bench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the categories whose rows together are nearest to a share of all: of the unions within 5 %
 * of it the one with the fewest categories, else the nearest. A subset sum by dynamic programming.
 */
final class CategoryUnion {
  private static final double TOLERANCE = 0.05;
  private static final short UNREACHABLE = Short.MAX_VALUE;

  private final List<String> names = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final int limit;

  /** Counts the rows of each category, for sums up to a limit. */
  private CategoryUnion(Dataset data, int limit) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int row = 0; row < data.rows(); row++) {
      counts.merge(data.category(row), 1, Integer::sum);
    }
    counts.forEach(
        (name, size) -> {
          names.add(name);
          sizes.add(size);
        });
    this.limit = limit;
  }

  /** The categories nearest to a number of rows; at least one. */
  static Set<String> nearest(Dataset data, int target) {
    int smallest = new CategoryUnion(data, 0).sizes.stream().mapToInt(size -> size).min().orElse(1);
    return new CategoryUnion(data, Math.max(2 * target, smallest)).choose(target);
  }

  private Set<String> choose(int target) {
    short[] fewest = new short[limit + 1]; // categories that make up a sum
    Arrays.fill(fewest, 1, fewest.length, UNREACHABLE);
    List<BitSet> taken = new ArrayList<>(); // sums that got better by a category
    for (int size : sizes) {
      BitSet improved = new BitSet(limit + 1);
      for (int sum = limit; sum >= size; sum--) {
        if (fewest[sum - size] != UNREACHABLE && fewest[sum - size] + 1 < fewest[sum]) {
          fewest[sum] = (short) (fewest[sum - size] + 1);
          improved.set(sum);
        }
      }
      taken.add(improved);
    }
    int sum = best(fewest, target);
    Set<String> chosen = new HashSet<>();
    for (int category = sizes.size() - 1; category >= 0 && sum > 0; category--) {
      if (taken.get(category).get(sum)) {
        chosen.add(names.get(category));
        sum -= sizes.get(category);
      }
    }
    return chosen;
  }

  private static int best(short[] fewest, int target) {
    int best = 0;
    for (int sum = 1; sum < fewest.length; sum++) {
      if (fewest[sum] != UNREACHABLE
          && (best == 0 || isBetter(sum, fewest[sum], best, fewest[best], target))) {
        best = sum;
      }
    }
    return best;
  }

  private static boolean isBetter(int sum, int count, int best, int bestCount, int target) {
    boolean near = Math.abs(sum - target) <= TOLERANCE * target;
    boolean bestNear = Math.abs(best - target) <= TOLERANCE * target;
    if (near && bestNear && count != bestCount) {
      return count < bestCount;
    }
    return near != bestNear ? near : Math.abs(sum - target) < Math.abs(best - target);
  }
}
