/**
 * Protocol mutants: an engine or a disk that breaks one rule of the commit protocol, and the checks
 * that have to notice. In: the engine's sources and the checks of this testkit; out: for each
 * mutant the check that caught it. It changes no file: mutants live in memory.
 */
@NullMarked
package io.vectra.testkit.mutant;

import org.jspecify.annotations.NullMarked;
