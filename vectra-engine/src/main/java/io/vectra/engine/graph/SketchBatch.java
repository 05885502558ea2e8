package io.vectra.engine.graph;

import io.vectra.engine.kernel.SignCounts;
import io.vectra.engine.vector.CodedQuery;
import java.util.Arrays;

/** Compares the sketches of many nodes with a query at once, which takes them side by side. */
final class SketchBatch {
  /**
   * Standard errors by which a sketch is not trusted. On real embeddings, 0 to 2 gave the same
   * recall to half a percent; a node that is left out wrongly is mostly found through another
   * neighbour.
   */
  private static final float TRUST = 1f;

  private final CodedNodes vectors;
  private long[] sketches = new long[0];
  private long[] counts = new long[0];
  private float[] atLeast = new float[0];

  /** What was touched, so that touching is not left out as useless. */
  private int touched;

  SketchBatch(CodedNodes vectors) {
    this.vectors = vectors;
  }

  /**
   * For each node what its distance is most probably not below; NaN without sketches.
   *
   * @param count of the nodes in the array
   * @return valid until the next call; what follows the numbers of the nodes has no meaning
   */
  float[] atLeast(CodedQuery query, int[] nodes, int count) {
    int lanes = (count + SignCounts.LANE_STEP - 1) / SignCounts.LANE_STEP * SignCounts.LANE_STEP;
    if (counts.length < lanes) {
      sketches = new long[lanes * vectors.sketchLongs()];
      counts = new long[lanes];
      atLeast = new float[lanes];
      Arrays.fill(atLeast, Float.NaN);
    }
    if (vectors.sketchLongs() == 0) {
      return atLeast;
    }
    for (int i = 0; i < count; i++) {
      touched += vectors.touchSketch(nodes[i]);
    }
    for (int i = 0; i < count; i++) {
      vectors.copySketch(nodes[i], sketches, i, lanes);
    }
    query.atLeast(sketches, lanes, TRUST, counts, atLeast);
    return atLeast;
  }
}
