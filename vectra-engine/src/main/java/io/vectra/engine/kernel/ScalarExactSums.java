package io.vectra.engine.kernel;

/** {@link ExactSums} in plain Java. */
final class ScalarExactSums implements ExactSums {
  private static final int LANES = 8;

  @Override
  public double dot(float[] a, float[] b) {
    double lane0 = 0;
    double lane1 = 0;
    double lane2 = 0;
    double lane3 = 0;
    double lane4 = 0;
    double lane5 = 0;
    double lane6 = 0;
    double lane7 = 0;
    int whole = a.length & -LANES;
    for (int i = 0; i < whole; i += LANES) {
      lane0 += product(a[i], b[i]);
      lane1 += product(a[i + 1], b[i + 1]);
      lane2 += product(a[i + 2], b[i + 2]);
      lane3 += product(a[i + 3], b[i + 3]);
      lane4 += product(a[i + 4], b[i + 4]);
      lane5 += product(a[i + 5], b[i + 5]);
      lane6 += product(a[i + 6], b[i + 6]);
      lane7 += product(a[i + 7], b[i + 7]);
    }
    double[] lanes = {lane0, lane1, lane2, lane3, lane4, lane5, lane6, lane7};
    for (int i = whole; i < a.length; i++) {
      lanes[i - whole] += product(a[i], b[i]);
    }
    return total(lanes);
  }

  @Override
  public double squaredDistance(float[] a, float[] b) {
    double lane0 = 0;
    double lane1 = 0;
    double lane2 = 0;
    double lane3 = 0;
    double lane4 = 0;
    double lane5 = 0;
    double lane6 = 0;
    double lane7 = 0;
    int whole = a.length & -LANES;
    for (int i = 0; i < whole; i += LANES) {
      lane0 += squaredDifference(a[i], b[i]);
      lane1 += squaredDifference(a[i + 1], b[i + 1]);
      lane2 += squaredDifference(a[i + 2], b[i + 2]);
      lane3 += squaredDifference(a[i + 3], b[i + 3]);
      lane4 += squaredDifference(a[i + 4], b[i + 4]);
      lane5 += squaredDifference(a[i + 5], b[i + 5]);
      lane6 += squaredDifference(a[i + 6], b[i + 6]);
      lane7 += squaredDifference(a[i + 7], b[i + 7]);
    }
    double[] lanes = {lane0, lane1, lane2, lane3, lane4, lane5, lane6, lane7};
    for (int i = whole; i < a.length; i++) {
      lanes[i - whole] += squaredDifference(a[i], b[i]);
    }
    return total(lanes);
  }

  @Override
  public double absoluteDistance(float[] a, float[] b) {
    double lane0 = 0;
    double lane1 = 0;
    double lane2 = 0;
    double lane3 = 0;
    double lane4 = 0;
    double lane5 = 0;
    double lane6 = 0;
    double lane7 = 0;
    int whole = a.length & -LANES;
    for (int i = 0; i < whole; i += LANES) {
      lane0 += absoluteDifference(a[i], b[i]);
      lane1 += absoluteDifference(a[i + 1], b[i + 1]);
      lane2 += absoluteDifference(a[i + 2], b[i + 2]);
      lane3 += absoluteDifference(a[i + 3], b[i + 3]);
      lane4 += absoluteDifference(a[i + 4], b[i + 4]);
      lane5 += absoluteDifference(a[i + 5], b[i + 5]);
      lane6 += absoluteDifference(a[i + 6], b[i + 6]);
      lane7 += absoluteDifference(a[i + 7], b[i + 7]);
    }
    double[] lanes = {lane0, lane1, lane2, lane3, lane4, lane5, lane6, lane7};
    for (int i = whole; i < a.length; i++) {
      lanes[i - whole] += absoluteDifference(a[i], b[i]);
    }
    return total(lanes);
  }

  @Override
  public double cosine(float[] a, double squaredNorm, float[] b) {
    return quotient(dot(a, b), squaredNorm, dot(b, b));
  }

  /** The cosine from its sums. */
  static double quotient(double product, double squaredNormA, double squaredNormB) {
    double squared = squaredNormA * squaredNormB;
    return squared == 0 ? Double.NaN : product / Math.sqrt(squared);
  }

  private static double product(float a, float b) {
    return (double) a * b;
  }

  private static double squaredDifference(float a, float b) {
    double difference = (double) a - b;
    return difference * difference;
  }

  private static double absoluteDifference(float a, float b) {
    return Math.abs((double) a - b);
  }

  /** Adds eight lanes in the one order. */
  static double total(double[] lanes) {
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
        + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
  }
}
