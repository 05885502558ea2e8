package io.vectra.engine;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The databases that this JVM has open, by real path or memory name, each with its count of
 * handles. A copy of this class in another class loader sees them through system properties, which
 * hold JDK types alone.
 */
final class Registry {
  private static final String PROPERTY_PREFIX = "io.vectra.engine.open.";
  private static final Map<String, Entry> OPEN = new HashMap<>(); // guarded by OPEN

  private Registry() {}

  /** An open database and the handles that use it. */
  private static final class Entry {
    private final OpenDatabase database;
    private int handles;

    Entry(OpenDatabase database) {
      this.database = database;
    }
  }

  /** The database of a name, opened if nobody has it open; one handle more. */
  static OpenDatabase acquire(String name, Supplier<OpenDatabase> opener) {
    synchronized (OPEN) {
      Entry entry = OPEN.get(name);
      if (entry == null) {
        claim(name);
        try {
          entry = new Entry(opener.get());
        } catch (RuntimeException | Error e) {
          unclaim(name);
          throw e;
        }
        OPEN.put(name, entry);
      }
      entry.handles++;
      return entry.database;
    }
  }

  /** One handle less; the last one closes the database. */
  static void release(String name) {
    synchronized (OPEN) {
      Entry entry = OPEN.get(name);
      if (entry == null) {
        throw new IllegalStateException("no open database " + name);
      }
      entry.handles--;
      if (entry.handles == 0) {
        OPEN.remove(name);
        try {
          entry.database.close();
        } finally {
          unclaim(name);
        }
      }
    }
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
