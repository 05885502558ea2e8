package io.vectra.calcite.execute;

/** Asks every so many times whether a statement is to go on. */
final class Poll {
  private static final int CHECK_INTERVAL = 4_096;

  private final QueryContext context;
  private int times;

  Poll(QueryContext context) {
    this.context = context;
  }

  void check() {
    if (times++ % CHECK_INTERVAL == 0) {
      context.check();
    }
  }
}
