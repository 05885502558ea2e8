package io.vectra.testkit.workload;

import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Interposer;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.Trace;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A program that uses a database.
 *
 * @param durability at which it commits
 * @param memtableBytes after which a memtable is flushed
 */
public record Workload(
    String name, Durability durability, long memtableBytes, Consumer<Session> body) {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Another one for each class loader: the engine's registry of open databases spans them all. */
  private static final String RUN = Long.toHexString(UUID.randomUUID().getMostSignificantBits());

  /** How a recorded run went. */
  public record Recording(Workload workload, List<StorageCall> calls, History history) {}

  /** The options with which the workload opens its database. */
  public OpenOptions options() {
    return OpenOptions.defaults().withDurability(durability).withMemtableBytes(memtableBytes);
  }

  /** Runs it over an empty directory in memory, and records its storage calls. */
  public Recording record() {
    return record(storage -> storage);
  }

  /**
   * Runs it with something between the engine and the recorder.
   *
   * @param wrap may make calls fail, or drop them before they are recorded
   */
  public Recording record(UnaryOperator<Storage> wrap) {
    Trace trace = new Trace();
    Storage recorded = new InterposedStorage(memory(), trace);
    Session session = new Session(wrap.apply(recorded), trace::size, options());
    body.accept(session);
    session.close();
    session.history().complete();
    return new Recording(this, trace.calls(), session.history());
  }

  /** A storage in memory whose name nobody else has. */
  public static MemoryStorage memory() {
    return new MemoryStorage("testkit-" + RUN + "-" + NUMBER.incrementAndGet());
  }

  /** What stands between engine and recorder when a call is chosen to go wrong. */
  public static UnaryOperator<Storage> through(Interposer interposer) {
    return storage -> new InterposedStorage(storage, interposer);
  }

  @Override
  public String toString() {
    return name;
  }
}
