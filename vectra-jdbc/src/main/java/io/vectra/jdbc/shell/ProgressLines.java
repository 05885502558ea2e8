package io.vectra.jdbc.shell;

import io.vectra.engine.storage.FileProgress;
import java.io.PrintStream;

/** Prints a line whenever another percent of the bytes is done. */
final class ProgressLines implements FileProgress {
  private static final int PERCENT = 100;

  private final PrintStream err;
  private long shown = -1;

  ProgressLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public void done(String file, long bytesDone, long bytesTotal) {
    long percent = bytesTotal <= 0 ? PERCENT : (long) ((double) bytesDone / bytesTotal * PERCENT);
    if (percent != shown) {
      shown = percent;
      err.println(percent + "% " + bytesDone + " of " + bytesTotal + " bytes, " + file);
    }
  }
}
