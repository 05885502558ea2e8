/**
 * Rows that a statement holds in memory while it runs, as a table of Calcite: what RETURNING reads.
 * In: the rows that an execution puts into its {@code QueryScope}. Out: a leaf of generated code.
 * Never reads from the engine.
 */
@NullMarked
package io.vectra.calcite.held;

import org.jspecify.annotations.NullMarked;
