package io.vectra.engine.kernel;

/** {@link SignCounts} with vectors once they are compiled. */
record TriedSignCounts(
    Trial<SignCounts> count, Trial<SignCounts> estimate, Trial<SignCounts> countRow)
    implements SignCounts {

  TriedSignCounts(SignCounts plain) {
    this(trial(plain), trial(plain), trial(plain));
  }

  private static Trial<SignCounts> trial(SignCounts plain) {
    return new Trial<>(plain, SignCounts::vectors);
  }

  @Override
  public void count(long[] bits, int from, int lanes, int words, long[] planes, long[] target) {
    SignCounts counts = count.settled();
    if (counts != null) {
      counts.count(bits, from, lanes, words, planes, target);
      return;
    }
    count.run(
        either -> {
          either.count(bits, from, lanes, words, planes, target);
          return target;
        });
  }

  @Override
  public void estimate(
      long[] edges,
      int lanes,
      int words,
      long[] planes,
      float start,
      float step,
      int most,
      float[] target) {
    SignCounts counts = estimate.settled();
    if (counts != null) {
      counts.estimate(edges, lanes, words, planes, start, step, most, target);
      return;
    }
    estimate.run(
        either -> {
          either.estimate(edges, lanes, words, planes, start, step, most, target);
          return target;
        });
  }

  @Override
  public int countRow(long[] bits, int from, int words, long[] planes) {
    SignCounts counts = countRow.settled();
    return counts == null
        ? countRow.run(either -> either.countRow(bits, from, words, planes))
        : counts.countRow(bits, from, words, planes);
  }

  @Override
  public String toString() {
    return estimate.toString();
  }
}
