/**
 * From Calcite's expressions to the engine's typed queries, with parameters bound. In: RexNodes and
 * Java values; out: predicates, keys, values. Never text.
 */
@NullMarked
package io.vectra.calcite.translate;

import org.jspecify.annotations.NullMarked;
