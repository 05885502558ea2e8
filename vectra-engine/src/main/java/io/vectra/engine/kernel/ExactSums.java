package io.vectra.engine.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Sums in double in the one order that every implementation keeps, so that all give the same bits:
 * lane {@code i} of 8 adds the components {@code i, i + 8, ...} in that order, without fused
 * operations; then the lanes are added as {@code ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7))}. A
 * vector unit does the same by halving its register until two are left. Both arrays have the same
 * length.
 */
public interface ExactSums {

  /** The implementation for this JVM. */
  ExactSums INSTANCE = choose();

  /** The inner product. */
  double dot(float[] a, float[] b);

  /** The squared euclidean distance. */
  double squaredDistance(float[] a, float[] b);

  /** The sum of absolute differences. */
  double absoluteDistance(float[] a, float[] b);

  /**
   * The cosine of the angle between two vectors: their inner product over the root of the product
   * of their squared norms; NaN where that product is zero.
   *
   * @param squaredNorm {@code dot(a, a)}
   */
  double cosine(float[] a, double squaredNorm, float[] b);

  private static ExactSums choose() {
    return VectorModule.isPresent()
        ? new TriedExactSums(new ScalarExactSums())
        : new ScalarExactSums();
  }

  /** With vector instructions, or null where they cannot run. */
  static @Nullable ExactSums vectors() {
    return VectorModule.isPresent() ? VectorModule.find(ExactSums.class, "VectorExactSums") : null;
  }
}
