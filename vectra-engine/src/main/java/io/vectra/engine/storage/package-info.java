/**
 * Storage: files, maps and locks behind one interface, on disk and in memory. The only package that
 * imports {@code java.nio.channels} and {@code java.nio.file.Files}. It knows nothing of what the
 * bytes mean.
 */
@NullMarked
package io.vectra.engine.storage;

import org.jspecify.annotations.NullMarked;
