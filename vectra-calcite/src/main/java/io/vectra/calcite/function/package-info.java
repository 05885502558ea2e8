/**
 * What SQL computes about vectors: the distance functions and operators, {@code VECTOR('[..]')},
 * the table function KNN, and the rewriting that leaves one distance operator for the rules to see.
 * Functions work in generated code, on values from {@link io.vectra.calcite.function.VectorValue};
 * distances come from the engine's vector package. Never reads a table.
 */
@NullMarked
package io.vectra.calcite.function;

import org.jspecify.annotations.NullMarked;
