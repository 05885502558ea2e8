package io.vectra.engine;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The databases that this JVM has open, by real path or memory name, each with its count of
 * handles. A copy of this class in another class loader sees them through system properties, which
 * hold JDK types alone.
 */
final class Registry {
  private static final String PROPERTY_PREFIX = "io.vectra.engine.open.";
  private static final Map<String, Entry> OPEN = new ConcurrentHashMap<>();

  private Registry() {}

  /** An open database and the handles that use it; its fields are guarded by itself. */
  private static final class Entry {
    private @Nullable SharedDatabase database;
    private int handles;

    /** Whether the entry has left the registry: another one has taken its place, or will. */
    private boolean gone;
  }

  /** The database of a name, opened if nobody has it open; one handle more. */
  static SharedDatabase acquire(String name, Supplier<SharedDatabase> opener) {
    while (true) {
      Entry entry = OPEN.computeIfAbsent(name, any -> new Entry());
      synchronized (entry) {
        if (!entry.gone) {
          return acquire(name, entry, opener);
        }
      }
    }
  }

  private static SharedDatabase acquire(String name, Entry entry, Supplier<SharedDatabase> opener) {
    SharedDatabase database = entry.database;
    if (database == null) {
      try {
        database = claimAndOpen(name, opener);
      } catch (RuntimeException | Error e) {
        remove(name, entry);
        throw e;
      }
      entry.database = database;
    }
    entry.handles++;
    return database;
  }

  private static SharedDatabase claimAndOpen(String name, Supplier<SharedDatabase> opener) {
    claim(name);
    try {
      return opener.get();
    } catch (RuntimeException | Error e) {
      unclaim(name);
      throw e;
    }
  }

  /** One handle less; the last one closes the database. */
  static void release(String name) {
    Entry entry = OPEN.get(name);
    if (entry == null) {
      throw new IllegalStateException("no open database " + name);
    }
    synchronized (entry) {
      SharedDatabase database = entry.database;
      entry.handles--;
      if (entry.handles == 0 && database != null) {
        try {
          database.close();
        } finally {
          unclaim(name);
          remove(name, entry);
        }
      }
    }
  }

  private static void remove(String name, Entry entry) {
    entry.gone = true;
    OPEN.remove(name, entry);
  }

  private static void claim(String name) {
    @Nullable Object other = System.getProperties().putIfAbsent(PROPERTY_PREFIX + name, "open");
    if (other != null) {
      throw new VectraException(
          ErrorCode.DATABASE_LOCKED,
          "Database "
              + name
              + " is open in this JVM through another class loader. Close it there first, or load"
              + " Vectra once for all applications.");
    }
  }

  private static void unclaim(String name) {
    System.getProperties().remove(PROPERTY_PREFIX + name);
  }
}
