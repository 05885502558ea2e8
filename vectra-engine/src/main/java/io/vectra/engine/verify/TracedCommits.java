package io.vectra.engine.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which commits after a known one left a trace: a row or a deletion in a file, or a batch. */
final class TracedCommits {
  /** Commits that are told apart; those further on count as traced by the newest alone. */
  private static final int MOST = 1 << 26;

  private final long after;
  private final BitSet traces = new BitSet();

  TracedCommits(long after) {
    this.after = after;
  }

  void add(long commit) {
    if (commit > after && commit - after < MOST) {
      traces.set((int) (commit - after));
    }
  }

  /** The ranges without a trace before {@code last}, which has one. */
  List<String> gapsBefore(long last) {
    List<String> gaps = new ArrayList<>();
    int gap = traces.nextClearBit(1);
    while (after + gap < last) {
      int end = traces.nextSetBit(gap);
      gaps.add(LogReplay.range(after + gap, end < 0 ? last - 1 : after + end - 1));
      if (end < 0) {
        return gaps;
      }
      gap = traces.nextClearBit(end);
    }
    return gaps;
  }
}
