package io.vectra.bench.system;

import io.vectra.bench.data.RowFilter;
import org.jspecify.annotations.Nullable;

/** Something that holds all rows of a data set and finds nearest ones. */
public interface SearchSystem extends AutoCloseable {

  /** The name in tables and options. */
  String name();

  /** What was built, in a few words: parts, sizes. */
  String describe();

  /**
   * Prepares searches of one thread.
   *
   * @param filter what rows have to meet; null for nothing
   * @throws UnsupportedOperationException when this system is not measured with filters
   */
  Searcher searcher(@Nullable RowFilter filter);

  @Override
  void close() throws Exception;
}
