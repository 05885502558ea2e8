/**
 * The memtable: rows of the log that are not in a segment yet. In: committed rows; out: the
 * versions that a snapshot sees. It never touches a file.
 */
@NullMarked
package io.vectra.engine.memtable;

import org.jspecify.annotations.NullMarked;
