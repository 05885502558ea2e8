package io.vectra.engine.vector;

import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import org.jspecify.annotations.Nullable;

/**
 * A vector ready to be compared with codes and sketches of others. From {@link #MIN_DIMENSIONS} on
 * everything is coded after a {@link Rotation}, which leaves distances as they are.
 */
public final class CodedQuery {
  /** Vectors of fewer dimensions have no sketches: their codes are as small. */
  public static final int MIN_DIMENSIONS = Quantization.MIN_BIT_DIMENSIONS;

  private final boolean euclidean;
  private final CodedVector code;
  private final @Nullable Rotation rotation;
  private final @Nullable LevelPlanes planes;
  private final float[] rotated;
  private float length;

  /** A query without a value yet. */
  public CodedQuery(Metric metric, int dimensions) {
    this.euclidean = CodedVector.isEuclidean(metric);
    this.code = new CodedVector(metric, dimensions);
    this.rotation = dimensions < MIN_DIMENSIONS ? null : Rotation.of(dimensions);
    this.planes = rotation == null ? null : new LevelPlanes(dimensions);
    this.rotated = new float[dimensions];
  }

  /** Prepares a vector as it is; under COSINE it must not be zero. */
  public static CodedQuery of(Metric metric, float[] vector) {
    float[] canonical = new float[vector.length];
    double norm = metric == Metric.COSINE ? Vectors.norm(vector) : 1;
    for (int i = 0; i < vector.length; i++) {
      canonical[i] = (float) (vector[i] / norm);
    }
    CodedQuery query = new CodedQuery(metric, vector.length);
    query.set(canonical);
    return query;
  }

  /** Numbers of 8 bytes of each sketch; 0 for dimensions that have none. */
  public static int sketchLongs(int dimensions) {
    return dimensions < MIN_DIMENSIONS ? 0 : VectorSketch.longs(dimensions);
  }

  /** Numbers of 8 bytes of the sketch of each edge; 0 for dimensions that have none. */
  public static int edgeLongs(int dimensions) {
    return dimensions < MIN_DIMENSIONS ? 0 : EdgeSketches.longs(dimensions);
  }

  /** Takes the value of a vector, which has unit length under COSINE. */
  public void set(float[] vector) {
    System.arraycopy(vector, 0, rotated, 0, rotated.length);
    if (rotation != null) {
      rotation.apply(rotated);
    }
    code.code(rotated);
    setPlanes();
  }

  /** Takes the value that a code tells. */
  public void setCode(byte[] bytes) {
    code.read(bytes);
    if (planes != null) {
      code.decode(rotated);
    }
    setPlanes();
  }

  private void setPlanes() {
    if (planes != null) {
      planes.set(rotated);
      length = (float) Math.sqrt(code.squaredNorm());
    }
  }

  /** Components of the vector. */
  public int dimensions() {
    return rotated.length;
  }

  /** The code. */
  public CodedVector code() {
    return code;
  }

  /** Writes the sketch, for dimensions that have one. */
  public void writeSketch(long[] target) {
    VectorSketch.write(rotated, target);
  }

  /** Writes the sketch of an ordinal without a vector: what it tells is NaN. */
  public static void writeNoSketch(long[] target) {
    VectorSketch.writeNone(target);
  }

  /**
   * A number that the distance of {@link CodedVector} to a sketched vector is most probably not
   * below; NaN when nothing is known.
   *
   * @param at where the sketch begins
   * @param deviations standard errors by which the estimate is not trusted
   */
  public float atLeast(long[] sketches, int at, float deviations) {
    if (planes == null) {
      return Float.NaN;
    }
    float error = VectorSketch.error(sketches, at) * length * deviations;
    float product = VectorSketch.product(sketches, at, planes) + error;
    return euclidean
        ? VectorSketch.squaredNorm(sketches, at) + code.squaredNorm() - 2 * product
        : -product;
  }

  /**
   * The same for sketches that lie side by side.
   *
   * @param sketches number {@code w} of that in lane {@code i} at {@code w * lanes + i}
   * @param lanes a multiple of eight
   * @param counts scratch for as many numbers as lanes
   * @param target for as many numbers as lanes
   */
  public void atLeast(long[] sketches, int lanes, float deviations, long[] counts, float[] target) {
    if (planes == null) {
      throw noSketches();
    }
    VectorSketch.differing(sketches, lanes, planes, counts);
    float trust = length * deviations;
    for (int lane = 0; lane < lanes; lane++) {
      float product =
          VectorSketch.low(sketches[lane]) * planes.product(counts[lane])
              + VectorSketch.error(sketches, lane) * trust;
      target[lane] =
          euclidean
              ? VectorSketch.low(sketches[lanes + lane]) + code.squaredNorm() - 2 * product
              : -product;
    }
  }

  /** What an estimate is likely to be off by to both sides, for as many standard errors. */
  public float width(long[] sketches, int at, float deviations) {
    return (euclidean ? 4 : 2) * VectorSketch.error(sketches, at) * length * deviations;
  }

  /**
   * Estimates the distances to all neighbours of a node.
   *
   * @param distance to the node
   * @param edges as {@link EdgeSketches#write} wrote them
   * @param target for as many distances as lanes; never NaN
   */
  public void estimate(float distance, long[] edges, int lanes, float[] target) {
    if (planes == null) {
      throw noSketches();
    }
    planes.estimate(edges, lanes, distance, target);
  }

  private IllegalStateException noSketches() {
    return new IllegalStateException(
        "vectors of " + rotated.length + " dimensions have no sketches");
  }
}
