package io.vectra.engine.verify;

/** How much a finding matters. */
public enum Severity {
  /** Nothing is damaged: worth knowing, such as a file that is not ours. */
  NOTE,
  /** Something is damaged that can be rebuilt or is kept as evidence alone: no row is lost. */
  WARNING,
  /** Rows or commits are lost or in doubt, or the database does not open. */
  ERROR
}
