package io.vectra.engine.search;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A LIKE pattern as a list of code points, {@link #ANY_RUN} and {@link #ANY_ONE}. Matching is
 * greedy with one point to go back to, so it takes at most text times pattern steps.
 */
public final class LikePattern {
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;

  private final int[] parts;
  private final boolean ignoresCase;

  private LikePattern(int[] parts, boolean ignoresCase) {
    this.parts = parts;
    this.ignoresCase = ignoresCase;
  }

  /** Reads a pattern; {@code escape} is 0 where there is none. */
  public static LikePattern of(String pattern, char escape) {
    List<Integer> parts = new ArrayList<>();
    int[] points = pattern.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (escape != 0 && point == escape) {
        i++;
        if (i == points.length || (points[i] != '%' && points[i] != '_' && points[i] != escape)) {
          throw new VectraException(
              ErrorCode.INVALID_ESCAPE,
              "LIKE pattern '"
                  + pattern
                  + "' has its escape character '"
                  + escape
                  + "' before something other than %, _ or itself.");
        }
        parts.add(points[i]);
      } else {
        parts.add(point == '%' ? ANY_RUN : point == '_' ? ANY_ONE : point);
      }
    }
    return new LikePattern(parts.stream().mapToInt(Integer::intValue).toArray(), false);
  }

  /** The same pattern for letters of any case. */
  public LikePattern ignoringCase() {
    return new LikePattern(IntStream.of(parts).map(LikePattern::folded).toArray(), true);
  }

  /**
   * A letter of the case in which letters are compared; what is no letter, and a wildcard, stays.
   */
  private static int folded(int part) {
    return part < 0 ? part : Character.toLowerCase(Character.toUpperCase(part));
  }

  /** Whether a text is as the pattern says, from its begin to its end. */
  public boolean matches(String text) {
    IntStream given = text.codePoints();
    int[] points = (ignoresCase ? given.map(LikePattern::folded) : given).toArray();
    int at = 0;
    int part = 0;
    int lastRun = -1;
    int resumeAt = 0;
    while (at < points.length) {
      if (part < parts.length && (parts[part] == ANY_ONE || parts[part] == points[at])) {
        at++;
        part++;
      } else if (part < parts.length && parts[part] == ANY_RUN) {
        lastRun = part++;
        resumeAt = at;
      } else if (lastRun >= 0) {
        part = lastRun + 1;
        at = ++resumeAt;
      } else {
        return false;
      }
    }
    while (part < parts.length && parts[part] == ANY_RUN) {
      part++;
    }
    return part == parts.length;
  }
}
