package io.vectra.calcite.prepare;

import io.vectra.engine.error.VectraException;

/** What went wrong with one row of a batch. */
public final class BatchRowException extends VectraException {
  private static final long serialVersionUID = 1L;

  private final int row;

  BatchRowException(int row, VectraException cause) {
    super(cause.code(), cause.getMessage() + " (Row " + (row + 1) + " of the batch.)", cause);
    this.row = row;
  }

  /** Which row of the batch it is, counted from 0. */
  public int row() {
    return row;
  }
}
