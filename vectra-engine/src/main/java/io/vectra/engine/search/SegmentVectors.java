package io.vectra.engine.search;

import io.vectra.engine.graph.VectorSource;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.vector.Vectors;

/** The vectors of one column of a segment, for a graph to be built or searched over. */
public final class SegmentVectors implements VectorSource {
  private final Segment segment;
  private final int column;
  private final int dimensions;
  private final Metric metric;

  public SegmentVectors(Segment segment, int column, int dimensions, Metric metric) {
    this.segment = segment;
    this.column = column;
    this.dimensions = dimensions;
    this.metric = metric;
  }

  @Override
  public int size() {
    return segment.size();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  /** Whether a row has a vector that the metric gives a distance for. */
  @Override
  public boolean hasVector(int ordinal) {
    if (segment.isNull(ordinal, column)) {
      return false;
    }
    if (metric != Metric.COSINE) {
      return true;
    }
    float[] vector = new float[dimensions];
    read(ordinal, vector);
    return !Vectors.isZero(vector);
  }

  @Override
  public void read(int ordinal, float[] target) {
    segment.readVector(ordinal, column, target);
  }
}
