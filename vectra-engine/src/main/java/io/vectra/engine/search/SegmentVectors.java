package io.vectra.engine.search;

import io.vectra.engine.error.VectraException;
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

  /**
   * Reads a vector.
   *
   * @throws UnreadableVectorException when it cannot be read: not the graph is at fault then
   */
  @Override
  public void read(int ordinal, float[] target) {
    try {
      segment.readVector(ordinal, column, target);
    } catch (VectraException e) {
      throw new UnreadableVectorException(e);
    }
  }

  /** The segment of a graph could not be read. */
  static final class UnreadableVectorException extends VectraException {
    private static final long serialVersionUID = 1L;

    UnreadableVectorException(VectraException cause) {
      super(cause.code(), String.valueOf(cause.getMessage()), cause);
    }
  }
}
