package io.vectra.bench.system;

/** Searches of one thread. */
public interface Searcher extends AutoCloseable {

  /**
   * Finds the rows nearest to a vector, nearest first.
   *
   * @param ef candidates to keep, at least as many as rows are wanted
   * @param ids takes the ids that are found; its length says how many rows are wanted
   * @return how many were found
   */
  int search(float[] query, int ef, int[] ids) throws Exception;

  @Override
  void close() throws Exception;
}
