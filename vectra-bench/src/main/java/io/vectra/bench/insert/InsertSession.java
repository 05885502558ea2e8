package io.vectra.bench.insert;

/** Inserts rows, on one thread. */
public interface InsertSession extends AutoCloseable {

  /** Inserts rows with keys one after another in one transaction, and commits it. */
  void insert(long firstId, int count) throws Exception;

  @Override
  void close() throws Exception;
}
