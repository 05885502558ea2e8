package io.vectra.engine.schema;

/**
 * How far apart two vectors are; smaller is nearer for every metric. A zero vector has no COSINE
 * distance (SQL's NULL; {@link Double#NaN} inside the engine).
 */
public enum Metric {
  /** {@code 1 - a.b / (|a| |b|)}, from 0 to 2. */
  COSINE,
  /** {@code sqrt(sum((a - b)^2))}. */
  EUCLIDEAN,
  /** {@code sum((a - b)^2)}. */
  EUCLIDEAN_SQUARED,
  /** {@code -(a.b)}: the negative inner product, so that the largest product is nearest. */
  DOT,
  /** {@code sum(|a - b|)}; exact search only. */
  MANHATTAN
}
