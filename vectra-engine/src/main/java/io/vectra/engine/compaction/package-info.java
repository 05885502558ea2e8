/**
 * Background work on files: flush of memtables to segments, index builds, merges of segments, each
 * ending in the publication of a manifest. In: the store's state; out: the same rows in other
 * files.
 */
@NullMarked
package io.vectra.engine.compaction;

import org.jspecify.annotations.NullMarked;
