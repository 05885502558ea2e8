package io.vectra.engine.commit;

import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.wal.WalEnd;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what other processes have committed and published. Used under the writer lock. */
public interface Follower {

  /** Whether others may have committed or published something since the last look; costs little. */
  boolean hasNews();

  /** Whether a process is amid a commit that is not of this epoch, or has died there. */
  boolean isDirty(long ownEpoch);

  /**
   * Follows others as far as they have committed.
   *
   * @param changes how to apply what is in the logs
   * @param alone whether this process has the writer's part, so that nobody changes anything
   * @return null when there is nothing new
   * @throws io.vectra.engine.error.VectraException CORRUPTION, IO_ERROR; the known state holds
   *     nothing more that a snapshot would see
   */
  @Nullable Followed follow(Known known, Changes changes, boolean alone);

  /** Notes that snapshots see now what {@link #follow} has found last. */
  void followed();

  /**
   * What this process has.
   *
   * @param state which stays its own
   * @param end of the logs that the state holds
   * @param hasEnded whether the newest of them takes no more batches
   * @param epoch of its last commits
   */
  record Known(DatabaseState state, LogPosition end, boolean hasEnded, long epoch) {}

  /**
   * What others have left.
   *
   * @param state the same as before, or another one that is handed over to the caller
   * @param durable up to where the logs are known to be on the device
   * @param hasEnded whether the newest log takes no more batches
   * @param nextNumber from which no log has a number
   * @param epoch the newest that is known
   * @param sealed whether the last writer has ended orderly; else nothing may be committed before
   *     all that is in the logs is flushed
   * @param tornLogs logs with bytes after the last batch that no sync ever covered
   */
  record Followed(
      DatabaseState state,
      LogPosition end,
      LogPosition durable,
      boolean hasEnded,
      long nextNumber,
      long generation,
      long epoch,
      boolean sealed,
      Map<Long, WalEnd> tornLogs) {}
}
