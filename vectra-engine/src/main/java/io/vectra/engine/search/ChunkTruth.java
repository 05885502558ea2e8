package io.vectra.engine.search;

import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Predicate.Truth;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.segment.SegmentColumn;
import java.util.Arrays;

/**
 * What a predicate is for the rows of a chunk: a bit set in {@code yes} where it is TRUE, in {@code
 * unknown} where it is UNKNOWN, in neither where it is FALSE, never in both.
 */
final class ChunkTruth {
  /** Words of one bit a row. */
  static final int WORDS = RankReader.CHUNK_ROWS / Long.SIZE;

  final long[] yes = new long[WORDS];
  final long[] unknown = new long[WORDS];

  void fill(Truth truth) {
    Arrays.fill(yes, truth == Truth.TRUE ? -1L : 0);
    Arrays.fill(unknown, truth == Truth.UNKNOWN ? -1L : 0);
  }

  /** Makes the rows UNKNOWN that have NULL in a column. */
  void excludeNulls(SegmentColumn column, int from, int count) {
    column.readNulls(from, count, unknown);
    for (int word = 0; word < WORDS; word++) {
      yes[word] &= ~unknown[word];
    }
  }

  /** The rows that compare so, from those whose value is lower than another, or equal. */
  static long compared(Comparison comparison, long lower, long equal) {
    return switch (comparison) {
      case EQUAL -> equal;
      case NOT_EQUAL -> ~equal;
      case LESS -> lower;
      case LESS_OR_EQUAL -> lower | equal;
      case GREATER -> ~(lower | equal);
      case GREATER_OR_EQUAL -> ~lower;
    };
  }
}
