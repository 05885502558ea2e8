package io.vectra.engine;

import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.commit.Follower;
import io.vectra.engine.commit.Store;
import io.vectra.engine.compaction.Publisher;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.lock.DatabaseLock;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.recovery.Following;
import io.vectra.engine.recovery.Recovery;
import io.vectra.engine.recovery.UnnamedCommits;
import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens what a storage holds, or makes a new database in it. */
final class Opening {
  /** Names that a directory may hold before the first manifest is published in it. */
  private static final Set<String> BEFORE_FIRST_MANIFEST = Set.of(DatabaseLock.FILE);

  /** While another process publishes, or takes its time to commit. */
  private static final LockWait LONG_WAIT = new LockWait(Duration.ofSeconds(10), () -> {});

  private Opening() {}

  /** Takes the lock and recovers; writes nothing but the first manifest of a new database. */
  static OpenDatabase open(Storage storage, OpenOptions options, EventLog events) {
    boolean exists = new ManifestStore(storage).newestGeneration().isPresent();
    if (!exists) {
      requireCreatable(storage, options);
    }
    DatabaseLock lock = DatabaseLock.of(storage, options.exclusive());
    try {
      lock.enter(LONG_WAIT);
      try {
        ManifestStore manifests = new ManifestStore(storage);
        Manifest manifest = manifests.readNewest();
        if (manifest == null) {
          manifest = create(manifests);
        }
        return recover(storage, lock, manifests, manifest, options, events);
      } finally {
        lock.exit();
      }
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static void requireCreatable(Storage storage, OpenOptions options) {
    List<String> names = storage.list("");
    for (String name : names) {
      if (!BEFORE_FIRST_MANIFEST.contains(name) && !name.endsWith(".tmp")) {
        throw new VectraException(
            ErrorCode.NOT_A_DATABASE,
            storage.description()
                + " is not a Vectra database: it has no manifest, but holds "
                + name
                + (name.matches("STATE|wal-.*|t[0-9]+|quarantine")
                    ? ", which is of a database whose manifests were removed, or of a backup that was"
                        + " broken off. Restore a backup, or delete this one and take it again."
                    : ". Name an empty or missing directory to create a database."));
      }
    }
    if (!options.createIfMissing() || options.readOnly()) {
      throw new VectraException(
          ErrorCode.NOT_A_DATABASE,
          storage.description()
              + " holds no database, and it was not to be created. Allow creation, or check the"
              + " path.");
    }
  }

  private static Manifest create(ManifestStore manifests) {
    Manifest first =
        new Manifest(
            Manifest.FORMAT_VERSION,
            UUID.randomUUID(),
            1,
            0,
            1,
            Definitions.none(0),
            1,
            1,
            1,
            List.of());
    manifests.publish(first);
    return first;
  }

  private static OpenDatabase recover(
      Storage storage,
      DatabaseLock lock,
      ManifestStore manifests,
      Manifest manifest,
      OpenOptions options,
      EventLog events) {
    StateFile stateFile = StateFile.open(storage, manifest.databaseId());
    State known = stateFile.read();
    Recovery.Recovered recovered = Recovery.run(storage, manifest, known, null, events);
    if (known == null && (manifest.generation() > 1 || recovered.logs() > 0)) {
      events.report(
          Level.WARNING,
          EventKind.STATE_LOST,
          null,
          "STATE of "
              + storage.description()
              + " is missing or damaged, so nobody knows whether the logs once went on behind commit "
              + recovered.end().lsn()
              + ". The first write makes it anew.");
    }
    try {
      Manifest previous = manifests.readIfIntact(manifest.generation() - 1);
      if (known == null || !known.dirty()) {
        requireNoneUnnamed(storage, manifest, previous, recovered.end().lsn());
      }
      Publisher publisher = new Publisher(storage, lock, manifests, manifest, previous, events);
      Follower others =
          options.exclusive()
              ? null
              : new Following(
                  storage, manifests, stateFile, recovered.numbers(), publisher, events);
      Store store =
          Store.open(
              storage,
              manifest.databaseId(),
              stateFile,
              lock,
              others,
              recovered.followed(manifest.generation()));
      OpenDatabase database =
          new OpenDatabase(storage, lock, store, publisher, recovered, options, events);
      events.report(
          Level.DEBUG,
          EventKind.OPENED,
          null,
          "Opened at commit " + recovered.end().lsn() + ", after " + recovered.logs() + " logs.");
      if (!options.readOnly()) {
        database.background().flushWhenQuiet();
      }
      return database;
    } catch (RuntimeException | Error e) {
      recovered.state().release();
      throw e;
    }
  }

  /** The manifest and STATE may be gone together; the files of that manifest still tell. */
  private static void requireNoneUnnamed(
      Storage storage, Manifest manifest, @Nullable Manifest previous, long lsn) {
    Set<String> named = new HashSet<>(manifest.fileNames());
    if (previous != null) {
      named.addAll(previous.fileNames());
    }
    List<UnnamedCommits> unnamed =
        UnnamedCommits.beyond(storage, manifest.databaseId(), lsn, named::contains);
    if (!unnamed.isEmpty()) {
      UnnamedCommits first = unnamed.get(0);
      throw new VectraException(
          ErrorCode.CORRUPTION,
          first.file()
              + " of "
              + storage.description()
              + " holds commits up to "
              + first.lsn()
              + ", but generation "
              + manifest.generation()
              + ", the newest manifest that is there, and the logs end with commit "
              + lsn
              + ". A newer manifest was removed: run vectra repair, which goes on from what is"
              + " there and tells what it costs, or restore a backup.");
    }
  }
}
