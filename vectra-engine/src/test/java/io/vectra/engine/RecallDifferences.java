package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recall of graphs that went through churn, less that of fresh graphs over the same rows for
 * the same queries. One pair's difference is mostly chance: which nodes are on upper levels, and in
 * which order threads insert. The mean over independent runs is what tells of a loss. What chance
 * may do to it is known beforehand, not estimated from the differences themselves, of which there
 * may be a few only.
 */
final class RecallDifferences {
  private static final double DEVIATIONS = 4;

  private final String what;
  private int pairs;
  private double churned;
  private double fresh;
  private double differences;
  private double squares;
  private double worst;

  RecallDifferences(String what) {
    this.what = what;
  }

  void add(double ofChurned, double ofFresh) {
    double difference = ofChurned - ofFresh;
    pairs++;
    churned += ofChurned;
    fresh += ofFresh;
    differences += difference;
    squares += difference * difference;
    worst = Math.min(worst, difference);
  }

  /**
   * Fails when the mean loss is greater than {@code most}, and than chance makes it by four
   * standard errors; or when one pair's is greater than {@code mostOfOne}.
   *
   * @param deviation the standard deviation of one pair's difference that chance makes
   */
  void requireWithin(double most, double deviation, double mostOfOne) {
    System.out.println(this);
    double chance = DEVIATIONS * deviation / Math.sqrt(pairs);
    assertThat(differences / pairs).as("%s", this).isGreaterThanOrEqualTo(-most - chance);
    assertThat(worst).as("%s", this).isGreaterThanOrEqualTo(-mostOfOne);
  }

  private double standardError() {
    double mean = differences / pairs;
    return Math.sqrt(Math.max(0, squares / pairs - mean * mean) / Math.max(1, pairs - 1));
  }

  @Override
  public String toString() {
    return String.format(
        "recall@10 %s: churned %.5f, fresh %.5f, difference %+.5f (standard error %.5f),"
            + " worst of %d pairs %+.5f",
        what, churned / pairs, fresh / pairs, differences / pairs, standardError(), pairs, worst);
  }
}
