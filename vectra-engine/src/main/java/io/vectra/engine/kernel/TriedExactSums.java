package io.vectra.engine.kernel;

/** {@link ExactSums} with vectors once they are compiled. */
record TriedExactSums(
    Trial<ExactSums> dot,
    Trial<ExactSums> squaredDistance,
    Trial<ExactSums> absoluteDistance,
    Trial<ExactSums> cosine)
    implements ExactSums {

  TriedExactSums(ExactSums plain) {
    this(trial(plain), trial(plain), trial(plain), trial(plain));
  }

  private static Trial<ExactSums> trial(ExactSums plain) {
    return new Trial<>(plain, ExactSums::vectors);
  }

  @Override
  public double dot(float[] a, float[] b) {
    ExactSums sums = dot.settled();
    return sums == null ? dot.run(either -> either.dot(a, b)) : sums.dot(a, b);
  }

  @Override
  public double squaredDistance(float[] a, float[] b) {
    ExactSums sums = squaredDistance.settled();
    return sums == null
        ? squaredDistance.run(either -> either.squaredDistance(a, b))
        : sums.squaredDistance(a, b);
  }

  @Override
  public double absoluteDistance(float[] a, float[] b) {
    ExactSums sums = absoluteDistance.settled();
    return sums == null
        ? absoluteDistance.run(either -> either.absoluteDistance(a, b))
        : sums.absoluteDistance(a, b);
  }

  @Override
  public double cosine(float[] a, double squaredNorm, float[] b) {
    ExactSums sums = cosine.settled();
    return sums == null
        ? cosine.run(either -> either.cosine(a, squaredNorm, b))
        : sums.cosine(a, squaredNorm, b);
  }

  @Override
  public String toString() {
    return dot.toString();
  }
}
