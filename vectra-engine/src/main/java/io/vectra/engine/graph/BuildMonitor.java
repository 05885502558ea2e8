package io.vectra.engine.graph;

/** Watches the build of a graph; called by all threads that build. */
public interface BuildMonitor {

  /** Whether to give it up; asked often. */
  boolean isCanceled();

  /** How many of the threads that build may work at the moment; at least one. */
  default int threads() {
    return Integer.MAX_VALUE;
  }

  /** Told that about so many of some steps are done. */
  default void advance(long done, long steps) {}
}
