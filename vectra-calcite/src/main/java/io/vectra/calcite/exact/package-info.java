/**
 * Arithmetic and casts that give the value that SQL defines or fail, where Calcite's own wrap
 * round, cut off or give NaN: the builder of expressions that puts them into plans, and the
 * functions that generated code calls. In: expressions and values; out: the same. It reads nothing.
 */
@NullMarked
package io.vectra.calcite.exact;

import org.jspecify.annotations.NullMarked;
