package io.vectra.engine.graph;

/**
 * How far a search may go.
 *
 * @param distances it may compute; when more are needed it stops and says so
 * @param interrupt called often; what it throws ends the search
 */
public record SearchBudget(long distances, Runnable interrupt) {

  /** As far as it takes. */
  public static final SearchBudget UNLIMITED = new SearchBudget(Long.MAX_VALUE, () -> {});
}
