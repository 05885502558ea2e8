/** Tables of results, aligned for people and as JSON for programs. */
@NullMarked
package io.vectra.bench.report;

import org.jspecify.annotations.NullMarked;
