/**
 * Errors: one exception and the closed list of its codes. Everything may use this package; it uses
 * nothing.
 */
@NullMarked
package io.vectra.engine.error;

import org.jspecify.annotations.NullMarked;
