package io.vectra.testkit.workload;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.Storage;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Opens crash images and judges what is found. */
public final class CrashCheck {
  private final Workload.Recording recording;
  private final Set<Integer> states = new HashSet<>();
  private int images;

  public CrashCheck(Workload.Recording recording) {
    this.recording = recording;
  }

  /** Distinct states that were recovered: numbers of surviving commits. */
  public int states() {
    return states.size();
  }

  /** Images that were opened. */
  public int images() {
    return images;
  }

  /**
   * Opens an image, and every {@code n}th time writes to it and opens it once more.
   *
   * @throws AssertionError when it does not open, or when the oracle finds fault with it
   */
  public void check(CrashImage image, int point, boolean processDied) {
    images++;
    Storage storage = image.storage(Workload.memory().description());
    try {
      judge(storage, point, processDied);
      if (images % 16 == 0) {
        checkUsable(storage, point, processDied);
      }
    } catch (RuntimeException | AssertionError e) {
      throw failure(e, point, processDied, image, "");
    }
  }

  /**
   * Opens an image and crashes again at every call that opening makes.
   *
   * @return images of the second crash
   */
  public int checkCrashInRecovery(CrashImage image, int point, boolean processDied, long seed) {
    Trace trace = new Trace();
    Storage storage = new InterposedStorage(image.storage(Workload.memory().description()), trace);
    judge(storage, point, processDied);
    CrashStates second = new CrashStates(image, trace.calls(), 1, seed);
    second.forEach(
        (again, secondPoint, alsoDied) -> {
          images++;
          try {
            judge(again.storage(Workload.memory().description()), point, processDied && alsoDied);
          } catch (RuntimeException | AssertionError e) {
            throw failure(
                e,
                point,
                processDied,
                again,
                ", then after recovery's call " + secondPoint + " of " + trace.calls());
          }
        });
    return second.images();
  }

  private void judge(Storage storage, int point, boolean processDied) {
    try (Database database = Vectra.open(storage, options())) {
      TreeMap<String, String> found = Content.read(database);
      states.add(recording.history().judge(found, point, processDied));
      requireWritable(database);
    }
  }

  /** Dropping a table that never was gets as far as any write, and changes nothing. */
  private static void requireWritable(Database database) {
    try {
      database.dropTable(0);
    } catch (VectraException e) {
      if (e.code() != ErrorCode.UNDEFINED_TABLE) {
        throw e;
      }
    }
  }

  /** What recovery leaves must take writes, and still be there after closing. */
  private void checkUsable(Storage storage, int point, boolean processDied) {
    TreeMap<String, String> expected;
    try (Database database = Vectra.open(storage, options())) {
      Session session = new Session(storage, () -> 0, options());
      session.createTable("AFTER");
      session.commit(w -> w.insert("AFTER", 1, "crash"));
      expected = Content.read(database);
      session.close();
    }
    try (Database database = Vectra.open(storage, options())) {
      TreeMap<String, String> found = Content.read(database);
      if (!found.equals(expected)) {
        throw new AssertionError("what was written after recovery is gone");
      }
      found.keySet().removeIf(key -> key.contains("AFTER"));
      recording.history().judge(found, point, processDied);
    }
  }

  private OpenOptions options() {
    return recording.workload().options();
  }

  private AssertionError failure(
      Throwable cause, int point, boolean processDied, CrashImage image, String then) {
    List<StorageCall> calls = recording.calls();
    List<String> files = new ArrayList<>();
    image
        .files()
        .forEach(
            (name, content) -> files.add(name + (content == null ? "/" : ":" + content.length)));
    return new AssertionError(
        "Workload "
            + recording.workload()
            + ", crash after call "
            + point
            + " of "
            + calls.size()
            + " ("
            + calls.subList(Math.max(0, point - 4), point)
            + ")"
            + then
            + (processDied ? ", process only" : "")
            + ", files "
            + files
            + ": "
            + cause.getMessage(),
        cause);
  }
}
