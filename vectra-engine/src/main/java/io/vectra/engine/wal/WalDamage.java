package io.vectra.engine.wal;

/**
 * Bytes of a log that were durable once and are no intact batch now.
 *
 * @param position of the first such byte
 * @param end of the last one, exclusive: where an intact batch follows, or the written bytes end
 */
public record WalDamage(long position, long end, String what) {}
