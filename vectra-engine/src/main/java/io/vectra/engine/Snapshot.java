package io.vectra.engine;

/** A read-only view at one lsn; stays readable whatever is written, dropped or compacted since. */
public interface Snapshot extends ReadView, AutoCloseable {

  /** Lsn of the last commit that this snapshot sees. */
  long lsn();

  @Override
  void close();
}
