/**
 * The engine's storage seam, interposed: each call is a numbered operation that can be recorded, or
 * made to fail. Knows {@code io.vectra.engine.storage} alone.
 */
@NullMarked
package io.vectra.testkit.storage;

import org.jspecify.annotations.NullMarked;
