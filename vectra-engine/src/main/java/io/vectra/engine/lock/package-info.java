/**
 * Rows that a transaction holds so that others of this process wait for it. In: keys; out: the
 * right to go on, or why not. Nothing here is logged, nor known to other processes: what was
 * written meanwhile is found at commit.
 */
@NullMarked
package io.vectra.engine.lock;

import org.jspecify.annotations.NullMarked;
