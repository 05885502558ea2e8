package io.vectra.testkit.fault;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.Storage;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.workload.Content;
import io.vectra.testkit.workload.Tables;
import io.vectra.testkit.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Steps that use every kind of file, with a model of what they have committed. A step may fail:
 * then the database must read as before, and go on, or be poisoned and read on.
 */
final class FaultScript {
  private static final OpenOptions OPTIONS = OpenOptions.defaults();
  private static final String T = "T";
  private static final String U = "U";

  /** A table of others, which the model leaves out. */
  static final String BYSTANDER = "BYSTANDER";

  private final Storage storage;
  private final List<VectraException> failures = new ArrayList<>();
  private @Nullable Database database;
  private boolean reopened;

  /** What was acknowledged. */
  private TreeMap<String, String> model = new TreeMap<>();

  /** What is there too when the first step that failed since has done its work after all. */
  private @Nullable TreeMap<String, String> perhaps;

  FaultScript(Storage storage) {
    this.storage = storage;
  }

  /** Every step; each that fails is noted. */
  FaultScript run() {
    open();
    createTable(T);
    for (int i = 1; i <= 4; i++) {
      put(T, i, "v" + i);
    }
    checkpoint();
    delete(T, 2);
    put(T, 3, "changed");
    createTable(U);
    put(U, 1, "x".repeat(30_000)); // makes the log grow
    put(U, 2, "y".repeat(30_000));
    checkpoint();
    reopen();
    put(T, 5, "second session");
    truncate(U);
    put(U, 3, "after");
    delete(T, 1);
    checkpoint();
    put(T, 6, "tail");
    dropTable(U);
    put(T, 7, "last");
    return this;
  }

  /** Failures of steps, in order. */
  List<VectraException> failures() {
    return failures;
  }

  /** Whether the database was opened anew by itself, after a sync had failed. */
  boolean wasReopened() {
    return reopened;
  }

  /** Tries one more commit; gives what it failed with, or null. */
  @Nullable VectraException probe() {
    int before = failures.size();
    if (!model.containsKey(Content.table(T))) {
      createTable(T);
    }
    put(T, 1_000 + failures.size(), "probe");
    return failures.size() == before ? null : failures.get(failures.size() - 1);
  }

  /** Closes, whatever comes of it. */
  void close() {
    Database open = database;
    database = null;
    if (open != null) {
      reopened |= open.events().stream().anyMatch(event -> event.kind() == EventKind.REOPENED);
      try {
        open.close();
      } catch (VectraException | OutOfMemoryError e) {
        failures.add(known(e));
      }
    }
  }

  /** Requires that what a power loss after some calls leaves opens with all of it. */
  void requireRecoveredAfterPowerLoss(List<StorageCall> calls, String where) {
    for (CrashImage image : CrashImage.afterPowerLoss(calls)) {
      requireRecovered(image.storage(Workload.memory().description()), where + ", then power loss");
    }
  }

  /** Requires that a storage opens with everything that was acknowledged. */
  void requireRecovered(Storage left, String where) {
    try (Database reopened = Vectra.open(left, OPTIONS)) {
      TreeMap<String, String> found = read(reopened);
      if (!found.equals(model) && !found.equals(perhaps)) {
        throw new AssertionError(
            where
                + ": found "
                + keys(found)
                + ", expected "
                + keys(model)
                + " or "
                + keys(perhaps));
      }
    } catch (VectraException e) {
      throw new AssertionError(where + ": " + e.getMessage(), e);
    }
  }

  private static VectraException known(Throwable failure) {
    return failure instanceof VectraException of
        ? of
        : new VectraException(ErrorCode.OUT_OF_MEMORY, "no memory", failure);
  }

  private static String keys(@Nullable TreeMap<String, String> content) {
    return content == null ? "nothing else" : content.keySet().toString();
  }

  /** Opens the database when a step could not. */
  void openAgainIfClosed() {
    if (database == null) {
      reopen();
    }
  }

  private void open() {
    try {
      database = Vectra.open(storage, OPTIONS);
    } catch (VectraException | OutOfMemoryError e) {
      failures.add(known(e));
    }
  }

  private void reopen() {
    close();
    open();
    if (database == null) {
      open(); // one that failed to open may work the second time
    }
    if (database != null && perhaps != null && Content.read(database).equals(perhaps)) {
      model = perhaps; // it was on the device after all
    }
    perhaps = null;
    requireReads();
  }

  private void createTable(String name) {
    step(open -> open.createTable(Tables.define(name)), m -> m.put(Content.table(name), ""));
  }

  private void dropTable(String name) {
    withTable(
        name,
        (open, schema) -> open.dropTable(schema.id()),
        m -> m.keySet().removeIf(key -> isOf(key, name)));
  }

  private void truncate(String name) {
    withTable(
        name,
        (open, schema) -> open.truncate(schema.id()),
        m -> m.keySet().removeIf(key -> key.startsWith("row/" + name + "/")));
  }

  private static boolean isOf(String key, String name) {
    return key.equals(Content.table(name)) || key.startsWith("row/" + name + "/");
  }

  private void put(String table, long id, String value) {
    withTable(
        table,
        (open, schema) -> {
          Object[] row = {id, value, Tables.vector(id, value)};
          try (Transaction transaction = open.begin()) {
            if (model.containsKey(Content.row(table, id))) {
              transaction.update(schema.id(), KeyCodec.keyOf(schema, row), row);
            } else {
              transaction.insert(schema.id(), row);
            }
            transaction.commit();
          }
        },
        m -> m.put(Content.row(table, id), Content.text(value, Tables.vector(id, value))));
  }

  private void delete(String table, long id) {
    if (!model.containsKey(Content.row(table, id))) {
      return;
    }
    withTable(
        table,
        (open, schema) -> {
          try (Transaction transaction = open.begin()) {
            Object[] row = {id, "", Tables.vector(id, "")};
            transaction.delete(schema.id(), KeyCodec.keyOf(schema, row));
            transaction.commit();
          }
        },
        m -> m.remove(Content.row(table, id)));
  }

  private void checkpoint() {
    step(Database::checkpoint, m -> {});
  }

  /** What a step does to a table. */
  private interface TableStep {
    void run(Database database, TableSchema table);
  }

  /** A step that is left out when its table could not be created. */
  private void withTable(String name, TableStep action, Consumer<TreeMap<String, String>> change) {
    if (model.containsKey(Content.table(name))) {
      step(open -> action.run(open, table(open, name)), change);
    }
  }

  private static TableSchema table(Database open, String name) {
    TableSchema schema = open.catalog().table(name);
    if (schema == null) {
      throw new AssertionError("table " + name + " is gone");
    }
    return schema;
  }

  private void step(Consumer<Database> action, Consumer<TreeMap<String, String>> change) {
    Database open = database;
    if (open == null) {
      return;
    }
    settle(open);
    TreeMap<String, String> changed = new TreeMap<>(model);
    change.accept(changed);
    try {
      action.accept(open);
      if (!changed.equals(model)) {
        model = changed;
        perhaps = null; // a later commit never comes without an earlier one
      }
    } catch (VectraException | OutOfMemoryError e) {
      failures.add(known(e));
      perhaps = perhaps == null ? changed : perhaps;
    }
    requireReads();
  }

  /** After a sync that failed, the next write opens the database anew: all is there, or nothing. */
  private void settle(Database open) {
    if (perhaps == null) {
      return;
    }
    try (Transaction first = open.begin()) {
      first.rollback();
    } catch (VectraException | OutOfMemoryError e) {
      failures.add(known(e));
    }
    if (read(open).equals(perhaps)) {
      model = perhaps;
      perhaps = null;
    }
  }

  private static TreeMap<String, String> read(Database open) {
    TreeMap<String, String> found = Content.read(open);
    found.keySet().removeIf(key -> isOf(key, BYSTANDER));
    return found;
  }

  private void requireReads() {
    Database open = database;
    if (open != null) {
      TreeMap<String, String> found = read(open);
      if (!found.equals(model)) {
        throw new AssertionError(
            "reads " + keys(found) + ", expected " + keys(model) + ", failures " + failures);
      }
    }
  }
}
