package io.vectra.engine.recovery;

import io.vectra.engine.commit.Changes;
import io.vectra.engine.commit.Follower;
import io.vectra.engine.commit.LogPosition;
import io.vectra.engine.compaction.CatalogNumbers;
import io.vectra.engine.compaction.Publisher;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.wal.WalReader;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the processes that have a database open too: the tail of the log while the manifest stays
 * the same, else the new manifest and the logs behind it. Files that are open already stay open.
 */
public final class Following implements Follower {
  private final Storage storage;
  private final ManifestStore manifests;
  private final StateFile stateFile;
  private final CatalogNumbers numbers;
  private final Publisher publisher;
  private final EventLog events;
  private @Nullable State found;

  /**
   * Goes on from a recovered state.
   *
   * @param numbers which learn the ids that others have given
   * @param publisher which learns the manifests that others have published
   */
  public Following(
      Storage storage,
      ManifestStore manifests,
      StateFile stateFile,
      CatalogNumbers numbers,
      Publisher publisher,
      EventLog events) {
    this.storage = storage;
    this.manifests = manifests;
    this.stateFile = stateFile;
    this.numbers = numbers;
    this.publisher = publisher;
    this.events = events;
  }

  @Override
  public boolean hasNews() {
    return stateFile.hasChanged();
  }

  @Override
  public boolean isDirty(long ownEpoch) {
    return stateFile.isDirtyByOthers(ownEpoch);
  }

  @Override
  public @Nullable Followed follow(Known known, Changes changes, boolean alone) {
    if (alone && stateFile.isKnown() && !stateFile.isDirtyByOthers(known.epoch())) {
      return null;
    }
    while (true) {
      State now = alone ? stateFile.read() : stateFile.readAmidWrites();
      if (now == null && !alone) {
        return null; // damaged: the next writer makes it anew
      }
      if (now != null && alone && now.epoch() == known.epoch()) {
        return null;
      }
      found = now;
      try {
        return now == null || alone && now.dirty()
            ? recovered(known, now, changes)
            : committed(known, now, changes);
      } catch (VectraException e) {
        if (alone || !stateFile.hasChanged()) {
          throw e;
        } // else files have gone, since others have published
      }
    }
  }

  @Override
  public void followed() {
    if (found != null) {
      stateFile.saw(found);
    }
  }

  /** All that is in the logs of a writer that died. */
  private Followed recovered(Known known, @Nullable State now, Changes changes) {
    Manifest newest = manifests.readNewest();
    if (newest == null) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          "The manifests of " + storage.description() + " are gone. Restore a backup.");
    }
    return adopted(newest, Recovery.run(storage, newest, now, known.state(), events), changes);
  }

  /** What STATE says to be committed. */
  private Followed committed(Known known, State now, Changes changes) {
    Manifest manifest = publisher.current();
    if (now.generation() == manifest.generation()) {
      return followed(known.state(), known, now, manifest, changes);
    }
    Manifest next = manifests.read(now.generation());
    if (!MovedRows.only(manifest, next)) {
      return adopted(
          next, Recovery.runOfCommitted(storage, next, now, known.state(), events), changes);
    }
    DatabaseState moved =
        MovedRows.in(
            known.state(), manifest, next, Recovery.tables(storage, next, known.state(), events));
    Followed followed;
    try {
      followed = followed(moved, known, now, next, changes);
    } catch (RuntimeException | Error e) {
      moved.release();
      throw e;
    }
    if (followed.state() != moved) {
      moved.release();
    }
    publisher.adopt(next);
    return followed;
  }

  /** A state with what is committed behind the end of the logs that it holds. */
  private Followed followed(
      DatabaseState state, Known known, State now, Manifest manifest, Changes changes) {
    Replay replay = new Replay(storage, state, known.end(), numbers, now.generation(), changes);
    boolean hasEnded;
    try {
      hasEnded = followLogs(storage, manifest, now, replay, known.hasEnded());
    } catch (RuntimeException | Error e) {
      replay.release();
      throw e;
    }
    return new Followed(
        replay.state(),
        replay.end(),
        durable(now, replay.end()),
        hasEnded,
        Math.max(hasEnded ? newestLog(storage) : 0, replay.end().logNumber()) + 1,
        now.generation(),
        now.epoch(),
        true,
        Map.of());
  }

  private Followed adopted(Manifest next, Recovery.Recovered recovered, Changes changes) {
    numbers.sawTableId(recovered.numbers().nextTableId() - 1);
    numbers.sawIndexId(recovered.numbers().nextIndexId() - 1);
    changes.skipTo(recovered.end().lsn());
    publisher.adopt(next);
    return recovered.followed(next.generation());
  }

  /**
   * Applies what is committed behind the end of the logs that are known.
   *
   * @return whether the newest of them takes no more batches
   */
  static boolean followLogs(
      Storage storage, Manifest manifest, State known, Replay replay, boolean hasEnded) {
    long newest = known.logNumber();
    boolean ended = hasEnded;
    for (long number = Math.max(replay.end().logNumber(), manifest.logNumber());
        number <= newest;
        number++) {
      long from = number == replay.end().logNumber() ? replay.end().position() : 0;
      long to = number == newest ? known.committedPosition() : Long.MAX_VALUE;
      if (from >= to || from == 0 && !storage.exists(WriteAheadLog.fileName(number))) {
        continue;
      }
      WalReader.Followed followed =
          WalReader.follow(storage, manifest.databaseId(), number, from, to, replay::apply);
      replay.endOf(number, followed.position());
      ended = followed.ended();
    }
    return ended;
  }

  /** The highest number of a log, or 0. */
  static long newestLog(Storage storage) {
    long newest = 0;
    for (String name : storage.list("")) {
      if (WriteAheadLog.isFileName(name)) {
        newest = Math.max(newest, WriteAheadLog.numberOf(name));
      }
    }
    return newest;
  }

  /** Up to where logs are known to be on the device. */
  static LogPosition durable(State known, LogPosition end) {
    boolean all = known.logNumber() == end.logNumber() && known.syncedPosition() == end.position();
    return all ? end : new LogPosition(known.lsn(), known.logNumber(), known.syncedPosition());
  }
}
