/**
 * Verify and repair: reads every byte of a database that nobody has open, says what is damaged and
 * what it costs, and makes a damaged database usable again without destroying evidence. In: a
 * storage whose lock the caller holds; out: reports. Verification never writes; repair publishes a
 * new manifest before it moves anything, and neither is ever called by the write path.
 */
@NullMarked
package io.vectra.engine.verify;

import org.jspecify.annotations.NullMarked;
