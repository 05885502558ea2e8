package io.vectra.bench.measure;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.GroundTruth;
import io.vectra.bench.system.Searcher;

/**
 * How right the answers to all queries are.
 *
 * @param recall the share of the rows to be found that were found
 * @param shortAnswers queries that got fewer rows than there are to be found
 */
public record Recall(double recall, int shortAnswers) {

  /** Runs all queries once and compares; nothing is timed. */
  public static Recall of(
      String system, Searcher searcher, Dataset data, GroundTruth truth, int k, int ef)
      throws Exception {
    long hits = 0;
    int shortAnswers = 0;
    int[] ids = new int[k];
    for (int query = 0; query < data.queries(); query++) {
      int count = searcher.search(data.query(query), ef, ids);
      try {
        hits += truth.hits(query, ids, count);
      } catch (IllegalStateException e) {
        throw new IllegalStateException(
            "The answer of " + system + " to query " + query + " is wrong. " + e.getMessage(), e);
      }
      if (count < truth.expected()) {
        shortAnswers++;
      }
    }
    long all = (long) data.queries() * truth.expected();
    return new Recall(all == 0 ? 1 : hits / (double) all, shortAnswers);
  }
}
