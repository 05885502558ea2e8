package io.vectra.engine.storage;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The files of a directory as another process sees them, within this JVM: under a name of its own,
 * with locks that exclude the others.
 */
public final class SimulatedProcess extends ForwardingStorage {
  private final String name;
  private final Table table;
  private volatile Runnable beforeSync = () -> {};

  /** Which process holds which part; those that are shared have several. */
  private static final class Table {
    private final Map<LockFile.Part, Set<String>> holders = new EnumMap<>(LockFile.Part.class);
    private final Map<LockFile.Part, Boolean> shared = new EnumMap<>(LockFile.Part.class);
    private String text = "";
  }

  private SimulatedProcess(Path directory, String name, Table table) {
    super(FileStorage.openOrCreate(directory));
    this.name = name;
    this.table = table;
  }

  /** The first process that has a directory. */
  public static SimulatedProcess first(Path directory) {
    return new SimulatedProcess(directory, "first", new Table());
  }

  /** One more process that has the same directory. */
  public SimulatedProcess another(Path directory, String another) {
    return new SimulatedProcess(directory, another, table);
  }

  /** Runs something before each sync of a file from now on. */
  public void beforeEachSync(Runnable action) {
    beforeSync = action;
  }

  @Override
  public WritableFile create(String file) {
    return synced(super.create(file));
  }

  @Override
  public WritableFile openForWriting(String file) {
    return synced(super.openForWriting(file));
  }

  private WritableFile synced(WritableFile file) {
    return new ForwardingFile(file) {
      @Override
      public void sync() {
        beforeSync.run();
        super.sync();
      }
    };
  }

  /** Frees what the process holds, as the system does when it dies. */
  public void die() {
    synchronized (table) {
      table.holders.values().forEach(holders -> holders.remove(name));
    }
  }

  @Override
  public String description() {
    return super.description() + " of " + name;
  }

  @Override
  public LockFile lockFile(String file, String holder) {
    return new LockFile() {
      @Override
      public boolean tryLock(Part part, boolean isShared) {
        synchronized (table) {
          Set<String> holders = table.holders.computeIfAbsent(part, any -> new HashSet<>());
          if (holders.contains(name)) {
            throw new IllegalStateException(part + " is locked already by " + name);
          }
          if (!holders.isEmpty() && !(isShared && table.shared.get(part))) {
            return false;
          }
          holders.add(name);
          table.shared.put(part, isShared);
          if (!isShared) {
            table.text = name;
          }
          return true;
        }
      }

      @Override
      public void unlock(Part part) {
        synchronized (table) {
          Set<String> holders = table.holders.get(part);
          if (holders != null) {
            holders.remove(name);
          }
        }
      }

      @Override
      public boolean isValid(Part part) {
        synchronized (table) {
          return table.holders.getOrDefault(part, Set.of()).contains(name);
        }
      }

      @Override
      public String holder() {
        synchronized (table) {
          return table.text;
        }
      }

      @Override
      public void close() {
        die();
      }
    };
  }
}
