/**
 * What statements hold in memory while they run. In: rows that an operator keeps; out: the right to
 * keep them, or an error that says how much is held.
 */
@NullMarked
package io.vectra.calcite.memory;

import org.jspecify.annotations.NullMarked;
