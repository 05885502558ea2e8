/**
 * How it is measured: passes over all queries, by one or several threads, and what is made of their
 * times. In: a system and queries; out: recall, rates and latencies.
 */
@NullMarked
package io.vectra.bench.measure;

import org.jspecify.annotations.NullMarked;
