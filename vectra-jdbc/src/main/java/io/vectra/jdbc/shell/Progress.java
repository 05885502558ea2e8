package io.vectra.jdbc.shell;

import java.io.PrintStream;

/** A progress bar on a terminal; silent where there is none. */
final class Progress {
  private static final int WIDTH = 40;

  private final PrintStream err;
  private final long total;
  private final boolean shown;

  Progress(PrintStream err, long total) {
    this.err = err;
    this.total = total;
    this.shown = System.console() != null && err == System.err;
  }

  void show(long done, long rows) {
    if (shown && total > 0) {
      int filled = (int) Math.min(WIDTH, WIDTH * done / total);
      err.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + rows + " rows");
      err.flush();
    }
  }

  /** Takes the bar away. */
  void end() {
    if (shown) {
      err.print("\r" + " ".repeat(WIDTH + 30) + "\r");
      err.flush();
    }
  }
}
