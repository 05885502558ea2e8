/**
 * How much of the heap of this JVM statements and databases hold together. In: what somebody wants
 * to keep; out: the right to keep it, after databases gave back what they can do without.
 */
@NullMarked
package io.vectra.engine.memory;

import org.jspecify.annotations.NullMarked;
