package io.vectra.bench.insert;

/** An open database with a table: a BIGINT key, a text, an INTEGER and a vector. */
public interface InsertTarget extends AutoCloseable {

  /** Begins to insert; sessions work beside one another. */
  InsertSession session() throws Exception;

  @Override
  void close() throws Exception;
}
