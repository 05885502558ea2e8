package io.vectra.engine.schema;

/** What a graph is built and traversed on; what is found is ordered by exact distances always. */
public enum Quantization {
  /** The vectors of the rows themselves: nothing is lost, and no space taken but for edges. */
  NONE,

  /** A code of one byte a dimension for each row. */
  INT8,

  /**
   * The same codes, and one bit a dimension for each row and each edge, so that most vectors need
   * not be looked at.
   */
  BIT;

  /** Vectors of fewer dimensions have no bits: their codes are as small. */
  public static final int MIN_BIT_DIMENSIONS = 128;

  /** Whether vectors of so many dimensions can be quantized so. */
  public boolean isPossible(int dimensions) {
    return this != BIT || dimensions >= MIN_BIT_DIMENSIONS;
  }
}
