package io.vectra.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.verify.Repair;
import io.vectra.engine.verify.Verification;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Trace;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Crashes of a repair, and of the repair after it: whatever the third one starts from, it saves the
 * same rows.
 */
class RepairCrashDepthTest {
  private static final OpenOptions EXISTING = OpenOptions.defaults().withCreateIfMissing(false);

  /** One crash of the first repair in that many is followed by every crash of the second. */
  private static final int STEP = Boolean.getBoolean("vectra.proof") ? 1 : 40;

  /** A way to damage a database; whether the repair saves all rows. */
  private enum Harm {
    SEGMENT("t1/segment-", 700),
    TOMBSTONES("t1/tombstones-", 70),
    MANIFEST("manifest-", 200),
    LOG("wal-", 150);

    private final String file;
    private final int offset;

    Harm(String file, int offset) {
      this.file = file;
      this.offset = offset;
    }

    /** Flips a bit of the newest such file. */
    void damage(MemoryStorage storage) {
      String directory = file.contains("/") ? file.substring(0, file.indexOf('/')) : "";
      String prefix = file.substring(file.indexOf('/') + 1);
      List<String> names =
          storage.list(directory).stream().filter(name -> name.startsWith(prefix)).toList();
      String newest = names.get(names.size() - 1);
      String name = directory.isEmpty() ? newest : directory + "/" + newest;
      byte[] bytes = storage.readFully(name, 1 << 24);
      bytes[offset] ^= 4;
      try (WritableFile target = storage.openForWriting(name)) {
        target.write(offset, bytes, offset, 1);
      }
    }
  }

  @Test
  void everyCrashOfTwoRepairs_isRepairedToTheSameRows() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    List.of(Harm.values()).parallelStream()
        .forEach(
            harm -> {
              MemoryStorage damaged = database();
              harm.damage(damaged);
              CrashImage before = CrashImage.of(damaged);
              TreeMap<String, String> saved = repaired(before, new Trace());
              assertThat(saved).as(harm + " leaves rows").hasSizeGreaterThan(2);
              Trace trace = new Trace();
              repaired(before, trace);
              CrashStates crashes = new CrashStates(before, trace.calls(), 2, 1);
              AtomicInteger number = new AtomicInteger();
              crashes.forEach(
                  (image, point, died) -> {
                    Trace again = new Trace();
                    check(saved, image, again, harm + ", crash after call " + point);
                    first.incrementAndGet();
                    if (number.getAndIncrement() % STEP == 0) {
                      new CrashStates(image, again.calls(), 0, 1)
                          .forEach(
                              (third, secondPoint, alsoDied) -> {
                                second.incrementAndGet();
                                String where =
                                    harm + ", crashes after " + point + ", " + secondPoint;
                                check(saved, third, new Trace(), where);
                              });
                    }
                  });
            });
    System.out.printf(
        "crashes of repairs: %d images, 1 in %d followed by crashes of the next repair: %d images%n",
        first.get(), STEP, second.get());
    assertThat(first.get()).isGreaterThan(300);
    assertThat(second.get()).isGreaterThan(100);
  }

  private static void check(
      TreeMap<String, String> saved, CrashImage image, Trace trace, String where) {
    TreeMap<String, String> found;
    try {
      found = repaired(image, trace);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(where + ": " + e, e);
    }
    assertThat(found).as(where).isEqualTo(saved);
  }

  /** Repairs a copy of the image, and reads what is there then. */
  private static TreeMap<String, String> repaired(CrashImage image, Trace trace) {
    MemoryStorage copy = image.storage(Workload.memory().description());
    Repair.run(new InterposedStorage(copy, trace));
    assertThat(Verification.run(copy).hasErrors()).isFalse();
    try (Storage storage = copy;
        Database database = Vectra.open(storage, EXISTING)) {
      return Content.read(database);
    }
  }

  /** Two segments, tombstones, commits in a log; closed. */
  private static MemoryStorage database() {
    MemoryStorage storage = Workload.memory();
    Session session = new Session(storage, () -> 0, OpenOptions.defaults());
    session.createTable("T");
    session.commit(w -> w.insert("T", 1, "one"));
    session.commit(w -> w.insert("T", 2, "two"));
    session.checkpoint();
    session.commit(w -> w.delete("T", 1));
    session.commit(w -> w.insert("T", 3, "three"));
    session.checkpoint();
    session.commit(w -> w.insert("T", 4, "four"));
    session.commit(w -> w.update("T", 2, "changed"));
    session.close();
    return storage;
  }
}
