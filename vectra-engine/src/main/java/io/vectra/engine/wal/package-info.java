/**
 * The write-ahead log: batches of bytes with checksums, appended and synced by one writer, read
 * back by recovery. It knows nothing of what a batch means, of segments or of manifests.
 */
@NullMarked
package io.vectra.engine.wal;

import org.jspecify.annotations.NullMarked;
