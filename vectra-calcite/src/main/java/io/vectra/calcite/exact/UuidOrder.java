package io.vectra.calcite.exact;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys of UUIDs that are ordered in Java as the UUIDs are in SQL: Java takes their halves for
 * signed numbers, the engine (and PostgreSQL) for bytes.
 */
public final class UuidOrder {
  private UuidOrder() {}

  /** The text of a UUID, which is ordered as the UUID is. */
  public static @Nullable String uuidText(@Nullable UUID uuid) {
    return uuid == null ? null : uuid.toString();
  }

  /** The key of a UUID, and the UUID of a key. */
  public static @Nullable UUID uuidKey(@Nullable UUID uuid) {
    return uuid == null
        ? null
        : new UUID(
            uuid.getMostSignificantBits() ^ Long.MIN_VALUE,
            uuid.getLeastSignificantBits() ^ Long.MIN_VALUE);
  }
}
