/**
 * Benchmarks of whole programs: each measures Vectra, most of them with other libraries beside it
 * in the same run. In: options of a command line; out: tables of results, printed and as JSON.
 */
@NullMarked
package io.vectra.bench;

import org.jspecify.annotations.NullMarked;
