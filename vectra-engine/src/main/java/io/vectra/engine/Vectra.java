package io.vectra.engine;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import java.nio.file.Path;

/** Where everything begins: opens databases. */
public final class Vectra {
  private static final String MEMORY_PREFIX = "memory:";

  private Vectra() {}

  /**
   * Opens the database in a directory. Opening one that this JVM has open already gives another
   * handle of the same database; the last handle to close releases it.
   *
   * @throws VectraException NOT_A_DATABASE when the directory is missing and not to be created, or
   *     holds something else; DATABASE_LOCKED when another process has it; CORRUPTION when it is
   *     damaged
   */
  public static Database open(Path directory, OpenOptions options) {
    Storage storage =
        options.createIfMissing() && !options.readOnly()
            ? FileStorage.openOrCreate(directory)
            : FileStorage.open(directory);
    String name = storage.description();
    return new DatabaseHandle(
        name, Registry.acquire(name, () -> Opening.open(storage, options)), options);
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
    String key = MEMORY_PREFIX + name;
    return new DatabaseHandle(
        key, Registry.acquire(key, () -> Opening.open(new MemoryStorage(name), options)), options);
  }
}
