package io.vectra.bench;

import java.time.Duration;
import java.util.Locale;

/** Tells on the error stream what is being done, so that results alone go to the output. */
final class Progress {
  private static final long START = System.nanoTime();

  private Progress() {}

  static void say(String what) {
    Duration since = Duration.ofNanos(System.nanoTime() - START);
    System.err.printf(Locale.ROOT, "[%7.1f s] %s%n", since.toMillis() / 1e3, what);
  }
}
