package io.vectra.engine.vector;

import io.vectra.engine.schema.Metric;
import org.jspecify.annotations.Nullable;

/**
 * A vector ready to be compared with codes and sketches of others.
 *
 * @param sketch null for so few dimensions that vectors have none
 */
public record CodedQuery(CodedVector code, @Nullable VectorSketch sketch) {

  /** A query without a value, to be {@link #set}. */
  public static CodedQuery empty(Metric metric, int dimensions) {
    return new CodedQuery(
        new CodedVector(metric, dimensions),
        VectorSketch.longs(dimensions) == 0 ? null : new VectorSketch(metric, dimensions));
  }

  /** Prepares a vector as it is; under COSINE it must not be zero. */
  public static CodedQuery of(Metric metric, float[] vector) {
    float[] canonical = new float[vector.length];
    double norm = metric == Metric.COSINE ? Vectors.norm(vector) : 1;
    for (int i = 0; i < vector.length; i++) {
      canonical[i] = (float) (vector[i] / norm);
    }
    CodedQuery query = empty(metric, vector.length);
    query.set(canonical);
    return query;
  }

  /** Takes the value of a vector, which has unit length under COSINE. */
  public void set(float[] vector) {
    code.code(vector);
    if (sketch != null) {
      sketch.set(vector);
      sketch.prepare();
    }
  }
}
