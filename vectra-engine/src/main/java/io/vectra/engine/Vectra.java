package io.vectra.engine;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.kernel.VectorModule;
import io.vectra.engine.lock.DatabaseLock;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.Repair;
import io.vectra.engine.verify.RepairReport;
import io.vectra.engine.verify.Verification;
import io.vectra.engine.verify.VerifyReport;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Where everything begins: opens, verifies and repairs databases. */
public final class Vectra {
  private static final System.Logger LOGGER = System.getLogger(Vectra.class.getName());

  private Vectra() {}

  /**
   * Opens the database in a directory. Opening one that this JVM has open already gives another
   * handle of the same database; the last handle to close releases it.
   *
   * @throws VectraException NOT_A_DATABASE when the directory is missing and not to be created, or
   *     holds something else; DATABASE_LOCKED when another process has it, and either of the two is
   *     exclusive; CORRUPTION when it is damaged
   */
  public static Database open(Path directory, OpenOptions options) {
    requireNonNull(directory, "directory is null");
    requireNonNull(options, "options is null");
    VectorModule.tellIfMissing();
    return open(
        options.createIfMissing() && !options.readOnly()
            ? FileStorage.openOrCreate(directory)
            : FileStorage.open(directory),
        options);
  }

  /**
   * Opens the database in a storage of the caller's; the seam for tests that record or break what
   * it does. Two storages with one description are one database.
   */
  public static Database open(Storage storage, OpenOptions options) {
    String name = storage.description();
    SharedDatabase database = Registry.acquire(name, () -> shared(storage, options));
    if (options.exclusive() && !database.current().isExclusive()) {
      Registry.release(name);
      throw new VectraException(
          ErrorCode.DATABASE_LOCKED,
          name
              + " is open in this process already, shared with other processes. Close it there, or"
              + " open it shared here too.");
    }
    return handle(name, database, options);
  }

  private static SharedDatabase shared(Storage storage, OpenOptions options) {
    EventLog events = new EventLog(storage.description());
    return new SharedDatabase(() -> Opening.open(storage, options, events), events);
  }

  /**
   * Opens the in-memory database of that name, which lives until its last handle is closed.
   *
   * @throws VectraException INVALID_PARAMETER when the name is empty
   */
  public static Database openInMemory(String name, OpenOptions options) {
    if (name.isEmpty()) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "An in-memory database needs a name, as in jdbc:vectra:memory:test.");
    }
    return open(new MemoryStorage(name), options.withExclusive(true));
  }

  /**
   * Reads every byte of the database in a directory and reports all that is wrong with it. Changes
   * nothing.
   *
   * @throws VectraException NOT_A_DATABASE when there is none; DATABASE_LOCKED when it is open
   *     anywhere: then use {@link Database#verify}
   */
  public static VerifyReport verify(Path directory) {
    return verify(directory, FileProgress.NONE);
  }

  /** Like {@link #verify(Path)}, and tells how far it has come. */
  public static VerifyReport verify(Path directory, FileProgress progress) {
    try (Storage storage = existing(directory);
        DatabaseLock lock = DatabaseLock.of(storage, true)) {
      return Verification.run(storage, progress);
    }
  }

  /**
   * Makes a damaged database usable again: rows that can still be read are kept, damaged files go
   * to {@code quarantine/} with a report. Changes nothing when nothing is damaged.
   *
   * @throws VectraException NOT_A_DATABASE, DATABASE_LOCKED, NEWER_FORMAT; CORRUPTION when neither
   *     of the last two manifests is intact
   */
  public static RepairReport repair(Path directory) {
    try (Storage storage = existing(directory);
        DatabaseLock lock = DatabaseLock.of(storage, true)) {
      return Repair.run(storage);
    }
  }

  /** An existing database, so that no lock file is left in a directory that holds none. */
  private static Storage existing(Path directory) {
    Storage storage = FileStorage.open(directory);
    Verification.requireDatabase(storage);
    return storage;
  }

  /** What a crash left is made safe now if it can be, else before the first write. */
  private static Database handle(String name, SharedDatabase database, OpenOptions options) {
    if (!options.readOnly()) {
      try {
        database.current().background().beginWriting(() -> {});
      } catch (VectraException e) {
        LOGGER.log(Level.WARNING, "Database " + name + " cannot be written now.", e);
      }
    }
    return new DatabaseHandle(name, database, options);
  }
}
