package io.vectra.testkit.mutant;

import static io.vectra.testkit.mutant.FaultChecks.require;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.Repair;
import io.vectra.engine.wal.SyncedPosition;
import io.vectra.engine.wal.WalBatch;
import io.vectra.engine.wal.WalReader;
import io.vectra.engine.wal.WriteAheadLog;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.mutant.Check.Cases;
import io.vectra.testkit.workload.Content;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks that damage files: a damaged database answers rightly or not at all. */
final class DamageChecks {
  private static final OpenOptions OPTIONS = OpenOptions.defaults();
  private static final String STATE = "STATE";
  private static final String T = "T";

  private DamageChecks() {}

  /** A database as it was left, what it holds, and earlier images of it. */
  private record Left(
      CrashImage image, TreeMap<String, String> content, List<CrashImage> earlier) {}

  /** Two segments, one of them with tombstones, and two logs with commits that are in neither. */
  private static Left left(boolean closed) {
    MemoryStorage storage = Workload.memory();
    List<CrashImage> earlier = new ArrayList<>();
    Session session = new Session(storage, () -> 0, OPTIONS);
    session.createTable(T);
    session.commit(
        w -> {
          for (int i = 1; i <= 6; i++) {
            w.insert(T, i, "v" + i);
          }
        });
    session.checkpoint();
    earlier.add(CrashImage.of(storage));
    session.commit(w -> w.delete(T, 3));
    session.commit(w -> w.insert(T, 7, "second segment"));
    session.checkpoint();
    session.commit(w -> w.insert(T, 8, "first log"));
    earlier.add(CrashImage.of(storage));
    session.reopen();
    session.commit(w -> w.insert(T, 9, "second log"));
    session.commit(w -> w.delete(T, 2));
    TreeMap<String, String> content = Content.read(session.database());
    CrashImage killed = CrashImage.of(storage);
    session.close();
    return new Left(closed ? CrashImage.of(storage) : killed, content, earlier);
  }

  /**
   * One bit of each written byte, and of some of the zeros. Damage to the newest manifest is always
   * noticed, damage to STATE never matters.
   */
  static void flips(Cases cases) {
    for (boolean closed : new boolean[] {false, true}) {
      Left left = left(closed);
      String newest = last(left.image().files(), "manifest-");
      for (String file : left.image().files().keySet()) {
        byte @Nullable [] bytes = left.image().files().get(file);
        for (int at = 0; bytes != null && at < bytes.length; at++) {
          if (bytes[at] != 0 ? at % 3 == 0 : at % 997 == 0) {
            int bit = 1 << at % 8;
            bytes[at] ^= (byte) bit;
            String damage = "bit " + at % 8 + " of byte " + at + " of " + file + " flipped";
            if (file.equals(newest)) {
              refuse(left.image(), damage, cases);
            } else if (file.equals(STATE)) {
              require(read(left.image()).equals(left.content()), damage + ": wrong content");
              cases.add(1);
            } else {
              expect(left, damage, cases);
            }
            bytes[at] ^= (byte) bit;
          }
        }
      }
    }
  }

  /** Without STATE, damage to a batch is told from a torn tail by the batches after it. */
  static void logFlipsWithoutState(Cases cases) {
    Left left = left(true);
    left.image().files().remove(STATE);
    for (String log : left.image().files().keySet()) {
      byte @Nullable [] bytes = left.image().files().get(log);
      if (bytes != null && WriteAheadLog.isFileName(log)) {
        for (WalBatch batch : batches(left.image(), log)) {
          for (long at = batch.position(); at < batch.end(); at += 5) {
            bytes[(int) at] ^= 4;
            expect(left, "byte " + at + " of " + log + " flipped, STATE missing", cases);
            bytes[(int) at] ^= 4;
          }
        }
      }
    }
  }

  /** Each file is removed, and then STATE as well, which could have told. */
  static void removedFiles(Cases cases) {
    for (boolean closed : new boolean[] {false, true}) {
      Left left = left(closed);
      for (String file : List.copyOf(left.image().files().keySet())) {
        byte @Nullable [] bytes = left.image().files().get(file);
        if (bytes == null || file.equals("LOCK")) {
          continue;
        }
        left.image().files().remove(file);
        expect(left, file + " removed", cases);
        byte @Nullable [] state = left.image().files().remove(STATE);
        if (!isLastLog(left, file)) {
          expect(left, file + " and STATE removed", cases);
        }
        left.image().files().put(STATE, state);
        left.image().files().put(file, bytes);
      }
    }
    newestManifestIsMissed(cases);
  }

  /** Without STATE, only what follows a log tells that it is gone. */
  private static boolean isLastLog(Left left, String file) {
    return WriteAheadLog.isFileName(file)
        && left.image().files().keySet().stream()
            .noneMatch(other -> WriteAheadLog.isFileName(other) && other.compareTo(file) > 0);
  }

  /**
   * The manifest of a merge is missed when it is gone, though the one before names the same rows:
   * by STATE, and without it by the commits that came after.
   */
  private static void newestManifestIsMissed(Cases cases) {
    for (boolean withState : new boolean[] {false, true}) {
      MemoryStorage storage = Workload.memory();
      Session session = new Session(storage, () -> 0, OPTIONS);
      session.createTable(T);
      session.commit(
          w -> {
            for (int i = 1; i <= 3; i++) {
              w.insert(T, i, "v" + i);
            }
          });
      session.checkpoint();
      session.commit(w -> w.delete(T, 2));
      session.checkpoint();
      session.database().verify(); // comes after the merge
      if (!withState) {
        session.commit(w -> w.insert(T, 4, "knows the newest manifest"));
      }
      session.close();
      ManifestStore manifests = new ManifestStore(storage);
      long newest = manifests.newestGeneration().orElseThrow();
      if (manifests.read(newest).lsn() != manifests.read(newest - 1).lsn()) {
        throw new AssertionError("the last two manifests are not a flush's and a merge's");
      }
      CrashImage image = CrashImage.of(storage);
      String name = ManifestStore.fileName(newest);
      image.files().remove(name);
      if (!withState) {
        image.files().remove(STATE);
      }
      refuse(image, name + " removed", cases);
      if (withState) {
        image.files().remove(STATE);
        image.files().put(name, image.files().get(ManifestStore.fileName(newest - 1)));
        refuse(image, name + " has the content of the one before", cases);
      }
    }
  }

  private static String last(TreeMap<String, byte @Nullable []> files, String prefix) {
    return files.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  /** Each file in an earlier state. */
  static void olderFiles(Cases cases) {
    for (boolean closed : new boolean[] {false, true}) {
      Left left = left(closed);
      for (CrashImage earlier : left.earlier()) {
        replaceEach(left, earlier, "an older one", cases);
        newestManifestOfAnotherGeneration(left, cases);
      }
    }
  }

  private static void newestManifestOfAnotherGeneration(Left left, Cases cases) {
    String newest = last(left.image().files(), "manifest-");
    String before = ManifestStore.fileName(ManifestStore.generationOf(newest) - 1);
    byte @Nullable [] bytes = left.image().files().get(newest);
    left.image().files().put(newest, left.image().files().get(before));
    refuse(left.image(), newest + " has the content of " + before, cases);
    left.image().files().put(newest, bytes);
  }

  /**
   * Two copies of a database go different ways: files of one are nothing for the other. Whole logs
   * are left out, which nothing tells apart, but a log that goes over from one to the other is not.
   */
  static void forkedFiles(Cases cases) {
    MemoryStorage storage = Workload.memory();
    Session session = new Session(storage, () -> 0, OPTIONS);
    session.createTable(T);
    session.commit(w -> w.insert(T, 1, "common"));
    session.close();
    CrashImage base = CrashImage.of(storage);
    Left left = fork(base, "ours");
    Left other = fork(base, "them");
    for (String log : left.image().files().keySet()) {
      byte @Nullable [] theirs = other.image().files().get(log);
      byte @Nullable [] ours = left.image().files().get(log);
      if (WriteAheadLog.isFileName(log) && theirs != null && !Arrays.equals(ours, theirs)) {
        for (WalBatch batch : batches(left.image(), log)) {
          byte[] spliced = ours.clone();
          System.arraycopy(theirs, 0, spliced, 0, (int) batch.position());
          left.image().files().put(log, spliced);
          expect(left, log + " up to " + batch.position() + " of the fork", cases);
          left.image().files().put(log, ours);
        }
      }
    }
    replaceEach(left, other.image(), "that of the fork", cases);
  }

  private static Left fork(CrashImage base, String value) {
    Storage storage = base.storage(Workload.memory().description());
    Session session = new Session(storage, () -> 0, OPTIONS);
    session.commit(w -> w.insert(T, 2, value));
    session.commit(w -> w.insert(T, 3, value));
    session.commit(w -> w.delete(T, 1));
    session.checkpoint();
    session.commit(w -> w.insert(T, 4, value));
    session.commit(w -> w.insert(T, 5, value));
    session.commit(w -> w.insert(T, 6, value));
    TreeMap<String, String> content = Content.read(session.database());
    session.close();
    return new Left(CrashImage.of(storage), content, List.of());
  }

  private static List<WalBatch> batches(CrashImage image, String log) {
    Storage storage = image.storage(Workload.memory().description());
    Manifest manifest = Objects.requireNonNull(new ManifestStore(storage).readNewest());
    List<WalBatch> batches = new ArrayList<>();
    WalReader.read(
        storage,
        manifest.databaseId(),
        WriteAheadLog.numberOf(log),
        SyncedPosition.UNKNOWN,
        batches::add);
    return batches;
  }

  private static void replaceEach(Left left, CrashImage source, String what, Cases cases) {
    for (String file : List.copyOf(left.image().files().keySet())) {
      byte @Nullable [] ours = left.image().files().get(file);
      byte @Nullable [] theirs = source.files().get(file);
      boolean wholeLog = WriteAheadLog.isFileName(file) && what.contains("fork");
      if (ours != null && theirs != null && !wholeLog && !Arrays.equals(ours, theirs)) {
        left.image().files().put(file, theirs);
        expect(left, file + " is " + what, cases);
        left.image().files().put(file, ours);
      }
    }
  }

  /** STATE of another database says nothing about this one. */
  static void foreignState(Cases cases) {
    Left left = left(true);
    Left other = left(true);
    MemoryStorage ahead = other.image().storage(Workload.memory().description());
    Session session = new Session(ahead, () -> 0, OPTIONS);
    for (int i = 100; i < 110; i++) {
      int id = i;
      session.commit(w -> w.insert(T, id, "ahead"));
    }
    session.close();
    left.image().files().put(STATE, CrashImage.of(ahead).files().get(STATE));
    cases.add(1);
    TreeMap<String, String> found = read(left.image());
    if (!left.content().equals(found)) {
      throw new AssertionError("with STATE of another database: " + found);
    }
  }

  /** The manifest before the newest one is kept, with its files: a repair loses nothing. */
  static void newestManifest(Cases cases) {
    Left left = left(true);
    String newest = last(left.image().files(), "manifest-");
    byte @Nullable [] bytes = left.image().files().get(newest);
    if (bytes == null) {
      throw new AssertionError(newest + " is a directory");
    }
    bytes[bytes.length / 2] ^= 1;
    Storage storage = left.image().storage(Workload.memory().description());
    Repair.run(storage);
    cases.add(1);
    TreeMap<String, String> found = read(CrashImage.of(storage));
    if (!left.content().equals(found)) {
      throw new AssertionError("after the repair: " + found + ", expected " + left.content());
    }
  }

  /** What the manifest before a merge's names is still there. */
  static void previousFiles(Cases cases) {
    MemoryStorage storage = Workload.memory();
    Session session = new Session(storage, () -> 0, OPTIONS);
    session.createTable(T);
    session.commit(
        w -> {
          for (int i = 1; i <= 3; i++) {
            w.insert(T, i, "v" + i);
          }
        });
    session.checkpoint();
    session.commit(w -> w.delete(T, 2));
    session.checkpoint();
    session.database().verify(); // comes after the merge
    session.close();
    ManifestStore manifests = new ManifestStore(storage);
    Manifest previous = manifests.read(manifests.newestGeneration().orElseThrow() - 1);
    previous.tables().stream()
        .flatMap(table -> table.segments().stream())
        .forEach(
            segment -> {
              cases.add(1);
              String name = segment.file().name();
              require(storage.exists(name), name + " of the previous manifest is gone");
            });
  }

  /** Refused with an error of ours, or opened with the right content. */
  private static void expect(Left left, String damage, Cases cases) {
    cases.add(1);
    TreeMap<String, String> found;
    try {
      found = read(left.image());
    } catch (VectraException e) {
      return;
    } catch (RuntimeException e) {
      throw new AssertionError(damage + ": " + e, e);
    }
    if (!found.equals(left.content())) {
      throw new AssertionError(damage + ": wrong content " + found.keySet());
    }
  }

  private static void refuse(CrashImage image, String damage, Cases cases) {
    cases.add(1);
    TreeMap<String, String> found;
    try {
      found = read(image);
    } catch (VectraException e) {
      return;
    }
    throw new AssertionError(damage + ": opened with " + found.keySet());
  }

  private static TreeMap<String, String> read(CrashImage image) {
    try (Database database =
        Vectra.open(
            image.storage(Workload.memory().description()), OPTIONS.withCreateIfMissing(false))) {
      return Content.read(database);
    }
  }
}
