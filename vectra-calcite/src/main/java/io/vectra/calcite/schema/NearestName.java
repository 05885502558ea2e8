package io.vectra.calcite.schema;

import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the name that someone may have meant. */
public final class NearestName {
  private static final int CHARACTERS_FOR_ONE_SLIP = 3;
  private static final int MOST_SLIPS = 3;

  private NearestName() {}

  /**
   * The name that differs least, or null where none is near. Letters left out, added, replaced and
   * swapped with the next one are counted; one in three characters may be so, and three in all.
   */
  public static @Nullable String of(String name, SortedSet<String> known) {
    int one = Math.min(1, name.length() / 2);
    int most = Math.min(MOST_SLIPS, Math.max(one, name.length() / CHARACTERS_FOR_ONE_SLIP));
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int bound = Math.min(most, candidate.length() / 2);
      if (Math.abs(candidate.length() - name.length()) <= bound) {
        int slips = slips(name.toUpperCase(Locale.ROOT), candidate.toUpperCase(Locale.ROOT));
        if (slips <= bound && slips < least) {
          nearest = candidate;
          least = slips;
        }
      }
    }
    return nearest;
  }

  /** What a message adds of a name that does not exist; empty where no other is near. */
  public static String advice(String name, Collection<String> known) {
    String nearest = of(name, new TreeSet<>(known));
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }

  /** The distance of Damerau and Levenshtein, of swaps of neighbours alone. */
  private static int slips(String from, String to) {
    int[][] costs = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cost(costs, from, to, i, j);
      }
    }
    return costs[from.length()][to.length()];
  }

  private static int cost(int[][] costs, String from, String to, int i, int j) {
    int replaced = costs[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, costs[i - 2][j - 2] + 1) : best;
  }
}
