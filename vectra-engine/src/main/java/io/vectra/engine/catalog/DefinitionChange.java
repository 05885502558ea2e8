package io.vectra.engine.catalog;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A change of a catalog that happens as a whole.
 *
 * @param definitions what it defines afterwards beside tables and indexes
 * @param droppedTables ids of the tables that are dropped with it
 */
public record DefinitionChange(Definitions definitions, Set<Integer> droppedTables) {
  public DefinitionChange {
    requireNonNull(definitions, "definitions is null");
    droppedTables = Set.copyOf(droppedTables);
  }

  /** A change that drops no table. */
  public static DefinitionChange to(Definitions definitions) {
    return new DefinitionChange(definitions, Set.of());
  }
}
