package io.vectra.calcite.prepare;

import io.vectra.engine.error.VectraException;

/** What went wrong with one row of a batch. */
public final class BatchRowException extends VectraException {
  private static final long serialVersionUID = 1L;

  private final int row;
  private final VectraException change;

  BatchRowException(int row, VectraException change) {
    super(change.code(), change.getMessage() + " (Row " + (row + 1) + " of the batch.)", change);
    this.row = row;
    this.change = change;
  }

  /** What went wrong, without the number of the row. */
  public VectraException change() {
    return change;
  }

  /** Which row of the batch it is, counted from 0. */
  public int row() {
    return row;
  }
}
