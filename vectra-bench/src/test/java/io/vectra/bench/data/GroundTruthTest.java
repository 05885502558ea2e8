package io.vectra.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.schema.Metric;
import org.junit.jupiter.api.Test;

class GroundTruthTest {
  /** Rows 0 to 5 on a line, at 0, 1, 2, 3, 3 and 9; the query is at 0. */
  private static final Dataset LINE =
      new Dataset(
          "line",
          Metric.EUCLIDEAN,
          new float[][] {{0}, {1}, {2}, {3}, {3}, {9}},
          new String[] {"a", "a", "b", "b", "b", "c"},
          new float[][] {{0}},
          1);

  private static final GroundTruth TRUTH = GroundTruth.of(LINE, LINE.fingerprint(), null, 4);

  @Test
  void hits_ofARowAsNearAsTheLast_count() {
    assertThat(TRUTH.hits(0, new int[] {0, 1, 2, 3}, 4)).isEqualTo(4);
    assertThat(TRUTH.hits(0, new int[] {0, 1, 2, 4}, 4)).isEqualTo(4);
    assertThat(TRUTH.hits(0, new int[] {0, 1, 2, 5}, 4)).isEqualTo(3);
  }

  @Test
  void hits_ofWrongAnswers_areRefused() {
    assertThatThrownBy(() -> TRUTH.hits(0, new int[] {0, 0}, 2)).hasMessageContaining("twice");
    assertThatThrownBy(() -> TRUTH.hits(0, new int[] {2, 1}, 2)).hasMessageContaining("after");
    assertThatThrownBy(() -> TRUTH.hits(0, new int[] {6}, 1)).hasMessageContaining("unknown");
  }

  @Test
  void expected_withAFilterThatFewRowsMeet_isTheirNumber() {
    RowFilter filter = new RowFilter.InCategories(CategoryUnion.nearest(LINE, 1));
    GroundTruth truth = GroundTruth.of(LINE, LINE.fingerprint(), filter, 4);

    assertThat(filter.describe()).isEqualTo("c");
    assertThat(truth.expected()).isEqualTo(1);
    assertThatThrownBy(() -> truth.hits(0, new int[] {0}, 1)).hasMessageContaining("filter");
  }

  @Test
  void categoryUnion_nearestToAShare_addsUpToIt() {
    assertThat(CategoryUnion.nearest(LINE, 3)).containsExactly("b");
    assertThat(CategoryUnion.nearest(LINE, 5)).containsExactlyInAnyOrder("a", "b");
  }
}
