package io.vectra.bench.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one number of candidates gave. */
public record Point(int ef, double recall, Pass pass) {

  /**
   * The rate and the median latency at a recall: between the points on its two sides, in
   * proportion, on a logarithmic scale; those of the first point when that is above it already.
   *
   * @param points by recall, the lowest first
   * @return null when no point reaches it
   */
  public static @Nullable Pass at(List<Point> points, double recall) {
    Point before = null;
    for (Point point : points) {
      if (point.recall() >= recall) {
        return before == null ? point.pass() : between(before, point, recall);
      }
      before = point;
    }
    return null;
  }

  private static Pass between(Point low, Point high, double recall) {
    double share = (recall - low.recall()) / (high.recall() - low.recall());
    return new Pass(
        between(low.pass().queriesPerSecond(), high.pass().queriesPerSecond(), share),
        between(low.pass().p50(), high.pass().p50(), share),
        between(low.pass().p99(), high.pass().p99(), share));
  }

  private static double between(double low, double high, double share) {
    return Math.exp((1 - share) * Math.log(low) + share * Math.log(high));
  }
}
