package io.vectra.engine.compaction;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.lock.DatabaseLock;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.WriteAheadLog;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes manifests and deletes the files that neither the current nor the previous one names.
 * Operations run beside one another, but make and publish a manifest in turn. Safe for many
 * threads.
 */
public final class Publisher {
  private static final System.Logger LOGGER = System.getLogger(Publisher.class.getName());

  private final Storage storage;
  private final DatabaseLock lock;
  private final ManifestStore manifests;
  private final AtomicLong nextSegment;
  private final EventLog events;

  /** Held from reading what is current until the next manifest is. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile Manifest current; // written in turn, or while no operation is running
  private volatile Set<String> previousFiles; // written in turn

  /** Whether a publish failed so late that either manifest may be the newest. */
  private boolean unknown; // guarded by turn

  /** Operations that may have files which no manifest names yet; guarded by turn. */
  private int running;

  /**
   * Goes on from a manifest that has been read or published.
   *
   * @param previous the one before it, whose files are kept as evidence; null when it is not intact
   */
  public Publisher(
      Storage storage,
      DatabaseLock lock,
      ManifestStore manifests,
      Manifest current,
      @Nullable Manifest previous,
      EventLog events) {
    this.storage = storage;
    this.events = events;
    this.lock = lock;
    this.manifests = manifests;
    this.current = current;
    this.nextSegment = new AtomicLong(current.nextSegmentNumber());
    this.previousFiles = (previous == null ? current : previous).fileNames();
  }

  /** Where operations report what they have done. */
  EventLog events() {
    return events;
  }

  Storage storage() {
    return storage;
  }

  /** Runs an operation that writes files; until it ends, no file is taken for left over. */
  public void run(Runnable operation) {
    inTurn(() -> running++);
    try {
      operation.run();
    } finally {
      inTurn(() -> running--);
    }
  }

  /** Runs what makes the next manifest, or needs the current one to stay current. */
  public void inTurn(Runnable action) {
    turn.lock();
    try {
      action.run();
    } finally {
      turn.unlock();
    }
  }

  /** What an action gives that needs the current manifest to stay current. */
  public <T> T givenInTurn(Supplier<T> action) {
    turn.lock();
    try {
      return action.get();
    } finally {
      turn.unlock();
    }
  }

  /** The name of a file to be made; what a failure has left of that name goes. */
  String unused(String name) {
    if (storage.exists(name)) {
      storage.delete(name);
    }
    return name;
  }

  UUID databaseId() {
    return current.databaseId();
  }

  /** The manifest that is current now. */
  public Manifest current() {
    return current;
  }

  /** A segment number that was never used. */
  long takeSegmentNumber() {
    return nextSegment.getAndIncrement();
  }

  /** The number of segments that were ever begun. */
  long nextSegmentNumber() {
    return nextSegment.get();
  }

  /** Makes sure that the directory of a table is there. */
  void createDirectory(int tableId) {
    String directory = FileNames.directory(tableId);
    if (!storage.exists(directory)) {
      storage.createDirectory(directory);
      storage.syncDirectory("");
    }
  }

  /** Makes the next generation current, in turn. The files that it names must be durable. */
  void publish(Manifest next) {
    requireTurn();
    lock.require();
    try {
      manifests.publish(next);
    } catch (VectraException e) {
      unknown |= e.code() == ErrorCode.POISONED;
      throw e;
    } catch (Error e) {
      unknown = true;
      throw e;
    }
    previousFiles = current.fileNames();
    current = next;
  }

  private void requireTurn() {
    if (!turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a manifest is published out of turn");
    }
  }

  /**
   * Goes on from a manifest that another process has published. No operation that publishes is
   * running, since it would have kept others from it.
   */
  public void adopt(Manifest published) {
    Manifest previous = manifests.readIfIntact(published.generation() - 1);
    previousFiles = (previous == null ? published : previous).fileNames();
    nextSegment.accumulateAndGet(published.nextSegmentNumber(), Math::max);
    current = published;
  }

  /** The current manifest as the next generation, with one table changed; in turn. */
  Manifest changed(int tableId, UnaryOperator<TableEntry> change) {
    requireTurn();
    List<TableEntry> tables =
        current.tables().stream()
            .map(table -> table.schema().id() == tableId ? change.apply(table) : table)
            .toList();
    return new Manifest(
        current.formatVersion(),
        current.databaseId(),
        current.generation() + 1,
        current.lsn(),
        current.logNumber(),
        current.definitions(),
        current.nextTableId(),
        current.nextIndexId(),
        nextSegment.get(),
        tables);
  }

  /** What a manifest says of a table. */
  static TableEntry entry(TableState table, List<TableSegment> segments) {
    return new TableEntry(
        table.schema(),
        table.indexes(),
        table.counters().nextRowId(),
        table.counters().identities(),
        segments.stream().map(Publisher::entry).toList());
  }

  /** What a manifest says of a segment. */
  static SegmentEntry entry(TableSegment segment) {
    return new SegmentEntry(
        segment.segment().number(),
        segment.segment().size(),
        segment.segment().entry(),
        segment.tombstoneFile(),
        segment.tombstoneCount(),
        segment.indexes().stream().map(IndexFiles::entry).toList());
  }

  /**
   * Deletes what no kept manifest names: files and empty directories of tables, unless another
   * operation is running, and logs before the first one needed. What cannot be deleted now goes
   * another time; foreign files stay.
   */
  public void deleteUnnamedFiles() {
    inTurn(
        () -> {
          if (!unknown && lock.isValid()) {
            deleteUnnamed();
          }
        });
  }

  private void deleteUnnamed() {
    Set<String> kept = new HashSet<>(previousFiles);
    kept.addAll(current.fileNames());
    for (String name : storage.list("")) {
      if (FileNames.isDirectory(name)) {
        if (running <= 1) {
          deleteUnnamedFiles(name, kept);
        }
      } else if (WriteAheadLog.isFileName(name)
          && name.compareTo(WriteAheadLog.fileName(current.logNumber())) < 0) {
        deleteIfPossible(name);
      }
    }
  }

  private void deleteUnnamedFiles(String directory, Set<String> kept) {
    boolean empty = true;
    for (String file : storage.list(directory)) {
      String path = directory + "/" + file;
      if (!kept.contains(path) && FileNames.isFile(file)) {
        deleteIfPossible(path);
      } else {
        empty = false;
      }
    }
    boolean ofATable =
        current.tables().stream()
            .anyMatch(table -> FileNames.directory(table.schema().id()).equals(directory));
    if (empty && !ofATable) {
      deleteIfPossible(directory);
    }
  }

  private void deleteIfPossible(String name) {
    try {
      storage.delete(name);
    } catch (VectraException e) {
      LOGGER.log(Level.DEBUG, "An old file could not be deleted yet.", e);
    }
  }
}
