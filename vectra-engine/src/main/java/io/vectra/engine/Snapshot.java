package io.vectra.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A read-only view at one lsn; stays readable whatever is written, dropped or compacted since. */
public interface Snapshot extends ReadView, AutoCloseable {

  /** Lsn of the last commit that this snapshot sees. */
  long lsn();

  /**
   * Some values of a column, NULLs among them, for estimates: of rows spread over the table.
   *
   * @param atMost how many, about; a table with no more rows gives them all
   */
  List<@Nullable Object> sample(int tableId, int column, int atMost);

  @Override
  void close();
}
