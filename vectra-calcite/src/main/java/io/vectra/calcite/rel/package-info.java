/**
 * Relational expressions of Vectra: the table scan that absorbs predicate, nearest search, limit
 * and projection, and the scan of a table that is in memory. In: Calcite's trees; out: what the
 * engine is asked.
 */
@NullMarked
package io.vectra.calcite.rel;

import org.jspecify.annotations.NullMarked;
