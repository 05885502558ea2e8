package io.vectra.engine.search;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.segment.Segment;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Finds the rows of one segment that match a predicate, dead or alive, column by column. Belongs to
 * one thread.
 */
final class SegmentFilter {
  private final int rows;
  private final ChunkTest test;
  private final ChunkTruth truth = new ChunkTruth();
  private final long[] wanted = new long[ChunkTruth.WORDS];

  SegmentFilter(Segment segment, Predicate predicate) {
    this.rows = segment.size();
    this.test = new ChunkTests(segment).prepare(predicate);
  }

  /**
   * One bit for each of {@code count} rows, set where it matches; valid until the next call, and
   * the caller's to change until then.
   *
   * @param from a multiple of 64; its bit is the lowest of the first word
   * @param count at most {@link RankReader#CHUNK_ROWS}
   */
  long[] matching(int from, int count) {
    Arrays.fill(wanted, 0);
    Arrays.fill(wanted, 0, count >> 6, -1L);
    if ((count & 63) != 0) {
      wanted[count >> 6] = -1L >>> -count;
    }
    test.test(from, count, wanted, truth);
    for (int word = 0; word < wanted.length; word++) {
      truth.yes[word] &= wanted[word];
    }
    return truth.yes;
  }

  /**
   * One bit for each row of the segment.
   *
   * @param worked is told how many rows were tested since it was told last
   */
  long[] matching(IntConsumer worked) {
    long[] all = new long[(rows + 63) >>> 6];
    int count;
    for (int from = 0; from < rows; from += count) {
      count = Math.min(RankReader.CHUNK_ROWS, rows - from);
      System.arraycopy(matching(from, count), 0, all, from >> 6, (count + 63) >> 6);
      worked.accept(count);
    }
    return all;
  }
}
