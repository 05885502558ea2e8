/**
 * What SQL computes beyond the standard. About vectors: the distance functions and operators,
 * {@code VECTOR('[..]')}, the table function KNN, and the rewriting that leaves one distance
 * operator for the rules to see; they work on values from {@link
 * io.vectra.calcite.function.VectorValue}, and distances come from the engine's vector package. Of
 * texts, numbers and times: the closed list in {@link io.vectra.calcite.function.ScalarOperators},
 * with other names for them, and the nearest name of one that does not exist. Functions work in
 * generated code. Never reads a table.
 */
@NullMarked
package io.vectra.calcite.function;

import org.jspecify.annotations.NullMarked;
