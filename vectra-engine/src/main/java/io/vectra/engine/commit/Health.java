package io.vectra.engine.commit;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a store can be read and written: until it is closed, a sync fails, or a change ends
 * halfway. What a store is told once holds for good; healing means to open another one.
 */
final class Health {
  /** Made while there is memory. */
  private static final VectraException HALFWAY = halfway(null);

  private volatile @Nullable VectraException closed;

  /** Why nothing can be committed or published any more, or null. */
  private volatile @Nullable VectraException poison;

  /** What ended a change of memory or log halfway, so that the two may differ; or null. */
  private volatile @Nullable Throwable broken;

  /** Whether nothing can be committed or published any more. */
  boolean isPoisoned() {
    return poison != null || broken != null;
  }

  /** Whether what others have committed can be taken over. */
  boolean canFollow() {
    return closed == null && poison == null;
  }

  void requireOpen() {
    rethrow(closed);
  }

  void requireWritable() {
    rethrow(closed);
    rethrow(poison);
    Throwable reason = broken;
    if (reason != null) {
      throw halfway(reason);
    }
  }

  /** Nothing is committed on top of what this has left in memory; the first reason stays. */
  void poison(VectraException reason) {
    if (poison == null) {
      poison = reason;
    }
  }

  /**
   * Closes; those who come later are told why: the database may be about to be opened anew.
   *
   * @return whether it was open
   */
  boolean close() {
    if (closed != null) {
      return false;
    }
    VectraException failed = poison;
    Throwable reason = broken;
    if (failed != null) {
      closed = failed;
    } else {
      closed =
          reason != null
              ? halfway(reason)
              : new VectraException(
                  ErrorCode.CONNECTION_CLOSED, "The database has been closed: open it again.");
    }
    return true;
  }

  /** Does something with the log, whose own exceptions leave it as it was, or poisoned. */
  void known(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException | Error e) {
      throw unlessKnown(e, false);
    }
  }

  /** Makes a change in memory that must not end halfway. */
  void whole(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException | Error e) {
      throw brokenOff(e);
    }
  }

  /**
   * What a change failed with; nothing more is written if it may have been made in part.
   *
   * @param recorded whether the log has it, so that only POISONED tells how it stands
   */
  VectraException unlessKnown(Throwable e, boolean recorded) {
    return e instanceof VectraException known && (!recorded || known.code() == ErrorCode.POISONED)
        ? known
        : brokenOff(e);
  }

  VectraException brokenOff(Throwable reason) {
    broken = reason; // first, and without an allocation: there may be no memory left
    try {
      return halfway(reason);
    } catch (OutOfMemoryError e) {
      return HALFWAY;
    }
  }

  private static VectraException halfway(@Nullable Throwable reason) {
    return new VectraException(
        ErrorCode.POISONED,
        "A change of the database ended halfway ("
            + (reason == null ? "there was no memory left" : reason)
            + "), so that nobody knows whether it stands. Nothing more is written until the database"
            + " has been opened anew, which the next statement that writes does: look then.",
        reason);
  }

  private static void rethrow(@Nullable VectraException reason) {
    if (reason != null) {
      throw new VectraException(reason.code(), String.valueOf(reason.getMessage()), reason);
    }
  }
}
