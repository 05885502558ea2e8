/**
 * Commits: checks what a transaction wrote against the latest state, logs it, syncs for many at
 * once, makes it visible. In: write sets and catalog changes; out: lsns. The only place that
 * changes what readers see.
 */
@NullMarked
package io.vectra.engine.commit;

import org.jspecify.annotations.NullMarked;
