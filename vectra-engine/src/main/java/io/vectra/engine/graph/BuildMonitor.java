package io.vectra.engine.graph;

/** Watches the build of a graph; called by all threads that build. */
public interface BuildMonitor {

  /** Whether to give it up; asked often. */
  boolean isCanceled();

  /** Told that about so many of some steps are done. */
  default void advance(long done, long steps) {}
}
