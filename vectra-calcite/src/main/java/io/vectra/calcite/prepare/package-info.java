/**
 * From SQL text to something that can be executed: sessions, the plan cache, the two tiers,
 * parameters. In: text and bound Java values; out: rows and counts. It is what {@code vectra-jdbc}
 * talks to, and it throws {@code VectraException} alone.
 */
@NullMarked
package io.vectra.calcite.prepare;

import org.jspecify.annotations.NullMarked;
