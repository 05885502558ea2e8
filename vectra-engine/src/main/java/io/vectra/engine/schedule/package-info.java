/**
 * The operation queue: flush, index builds and compaction in the background, by priority. In:
 * operations; out: their end. It knows nothing of what they do.
 */
@NullMarked
package io.vectra.engine.schedule;

import org.jspecify.annotations.NullMarked;
