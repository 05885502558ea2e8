package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Gaps between commits that left a trace. */
class TracedCommitsTest {

  @Test
  void gaps_areTheRangesWithoutATrace_beforeTheNewest() {
    TracedCommits commits = new TracedCommits(10);
    assertThat(commits.gapsBefore(10)).isEmpty();
    for (long commit : new long[] {3, 10, 11, 13, 17, 18}) {
      commits.add(commit);
    }
    assertThat(commits.gapsBefore(18)).containsExactly("12", "14 to 16");
  }

  /** A number that a damaged file claims costs neither time nor memory. */
  @Test
  void gaps_beforeAnImpossibleCommit_areOneRange() {
    TracedCommits commits = new TracedCommits(10);
    commits.add(11);
    commits.add(Long.MAX_VALUE);
    assertThat(commits.gapsBefore(Long.MAX_VALUE)).containsExactly("12 to " + (Long.MAX_VALUE - 1));
  }
}
