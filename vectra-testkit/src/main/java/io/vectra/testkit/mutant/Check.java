package io.vectra.testkit.mutant;

/** Tries something with the engine whose outcome a rule of the protocol prescribes. */
interface Check {

  /**
   * Runs to the end, or to the first violation.
   *
   * @throws AssertionError or any other exception when the rule is broken
   */
  void run(Cases cases);

  /** Counts what has been tried. */
  final class Cases {
    private int count;

    void add(int more) {
      count += more;
    }

    int count() {
      return count;
    }
  }
}
