/**
 * Vectors: distances, checks and text forms. In: arrays of float32; out: numbers. It knows nothing
 * of rows or files.
 */
@NullMarked
package io.vectra.engine.vector;

import org.jspecify.annotations.NullMarked;
