/**
 * The systems that are measured, all behind {@link io.vectra.bench.system.SearchSystem}. In: a data
 * set; out: ids of nearest rows.
 */
@NullMarked
package io.vectra.bench.system;

import org.jspecify.annotations.NullMarked;
