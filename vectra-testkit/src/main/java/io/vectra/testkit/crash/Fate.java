package io.vectra.testkit.crash;

/**
 * What became of a write that no sync covered.
 *
 * @param cut for {@link Kind#TORN}: how many of its bytes were written
 */
public record Fate(Kind kind, int cut) {
  public static final Fate WHOLE = new Fate(Kind.WHOLE, 0);
  public static final Fate LOST = new Fate(Kind.LOST, 0);
  public static final Fate LENGTH_ONLY = new Fate(Kind.LENGTH_ONLY, 0);

  /** How a write can end. */
  public enum Kind {
    WHOLE,
    LOST,
    /** The file grew to hold it, but what it wrote is not there. */
    LENGTH_ONLY,
    /** Its first bytes are there; behind them is what was there before. */
    TORN,
    /** Its first bytes are there; behind them are zeros. */
    TORN_ZEROS,
    /** Its first bytes are there; behind them is garbage. */
    TORN_GARBAGE
  }
}
