/**
 * The engine's API: open a {@link io.vectra.engine.Database}, read through a {@link
 * io.vectra.engine.Snapshot}, write through a {@link io.vectra.engine.Transaction}. In: typed
 * values; out: rows. It knows nothing of SQL.
 */
@NullMarked
package io.vectra.engine;

import org.jspecify.annotations.NullMarked;
