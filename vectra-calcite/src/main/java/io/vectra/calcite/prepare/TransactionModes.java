package io.vectra.calcite.prepare;

/**
 * How a transaction reads and whether it may write.
 *
 * @param isolation what its statements see of others
 * @param readOnly whether it may not change anything
 */
public record TransactionModes(Isolation isolation, boolean readOnly) {
  /** What holds when nobody says anything. */
  public static final TransactionModes DEFAULT =
      new TransactionModes(Isolation.REPEATABLE_READ, false);

  /** What the statements of a transaction see of what others commit. */
  public enum Isolation {
    /** Each sees what was committed before it. */
    READ_COMMITTED,
    /** All see what was committed before the first of them. */
    REPEATABLE_READ
  }

  /** These with another isolation level. */
  public TransactionModes with(Isolation level) {
    return new TransactionModes(level, readOnly);
  }

  /** These with another access mode. */
  public TransactionModes with(boolean onlyReads) {
    return new TransactionModes(isolation, onlyReads);
  }

  boolean hasStatementSnapshots() {
    return isolation == Isolation.READ_COMMITTED;
  }
}
