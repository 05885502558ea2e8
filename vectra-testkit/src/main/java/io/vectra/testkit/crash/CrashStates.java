package io.vectra.testkit.crash;

import io.vectra.testkit.storage.StorageCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Every image that a crash may leave, after each call of a trace and under many models of what is
 * lost: everything or nothing that was not synced, single writes and names, writes torn at 512 and
 * 4,096 bytes and at odd ones with old bytes, zeros or garbage behind, lengths without data, all
 * subsets where there are few, seeded random ones where there are many.
 */
public final class CrashStates {
  private static final int ALL_SUBSETS_OF = 4;

  private final CrashImage before;
  private final List<StorageCall> calls;
  private final int randomImages;
  private final long seed;

  /** Loss models tried after each call, before equal images are left out. */
  private int fewestModels = Integer.MAX_VALUE;

  private int images;

  /**
   * Images of a trace over an empty directory.
   *
   * @param randomImages random models after each call, beside the systematic ones
   */
  public CrashStates(List<StorageCall> calls, int randomImages, long seed) {
    this(new CrashImage(new java.util.TreeMap<>()), calls, randomImages, seed);
  }

  /** Images of a trace over a directory that held something before, durably. */
  public CrashStates(CrashImage before, List<StorageCall> calls, int randomImages, long seed) {
    this.before = before;
    this.calls = List.copyOf(calls);
    this.randomImages = randomImages;
    this.seed = seed;
  }

  /** Gets every distinct image once. */
  public interface Visitor {
    /**
     * Takes an image.
     *
     * @param point how many calls had been made
     * @param processDied whether nothing is lost that was written: the process died, not the
     *     machine
     */
    void visit(CrashImage image, int point, boolean processDied);
  }

  /** What is there after all the calls when nothing is lost, as when a process dies. */
  public CrashImage whole() {
    Device device = new Device();
    start(device);
    calls.forEach(device::apply);
    boolean[] names = nameFates(device.pendingNames()).get(0);
    return device.image(filled(device.pendingWrites(), Fate.WHOLE), names, new Random(0));
  }

  /** Enumerates the images. */
  public void forEach(Visitor visitor) {
    forEachFrom(0, visitor);
  }

  /** Enumerates the images of crashes after at least so many calls. */
  public void forEachFrom(int first, Visitor visitor) {
    Device device = new Device();
    start(device);
    Set<Long> seen = new HashSet<>();
    for (int point = 0; point <= calls.size(); point++) {
      if (point > 0) {
        device.apply(calls.get(point - 1));
      }
      if (point < first) {
        continue;
      }
      Random random = new Random(seed * 31 + point);
      List<Model> models = models(device, random);
      fewestModels = Math.min(fewestModels, models.size());
      for (Model model : models) {
        CrashImage image = device.image(model.writes(), model.names(), random);
        boolean whole = model.isWhole();
        // Two images may be equal though in one of them nothing was lost: the promise is stronger.
        if (seen.add(image.fingerprint() * 2 + (whole ? 1 : 0))) {
          images++;
          visitor.visit(image, point, whole);
        }
      }
    }
  }

  /** Distinct images that were visited. */
  public int images() {
    return images;
  }

  /** The fewest loss models that any call had. */
  public int fewestModels() {
    return fewestModels;
  }

  private void start(Device device) {
    before
        .files()
        .forEach(
            (name, content) -> {
              if (content == null) {
                device.apply(call(StorageCall.Kind.CREATE_DIRECTORY, name));
              } else {
                device.apply(call(StorageCall.Kind.CREATE, name));
                device.apply(new StorageCall(StorageCall.Kind.WRITE, name, "", 0, content));
                device.apply(call(StorageCall.Kind.SYNC, name));
              }
            });
    before
        .files()
        .forEach(
            (name, content) -> {
              if (content == null) {
                device.apply(call(StorageCall.Kind.SYNC_DIRECTORY, name));
              }
            });
    device.apply(call(StorageCall.Kind.SYNC_DIRECTORY, ""));
  }

  private static StorageCall call(StorageCall.Kind kind, String name) {
    return new StorageCall(kind, name, "", 0, new byte[0]);
  }

  /** What is lost. */
  private record Model(Fate[] writes, boolean[] names) {
    boolean isWhole() {
      for (Fate fate : writes) {
        if (fate.kind() != Fate.Kind.WHOLE) {
          return false;
        }
      }
      for (boolean name : names) {
        if (!name) {
          return false;
        }
      }
      return true;
    }
  }

  private List<Model> models(Device device, Random random) {
    List<Fate[]> writes = writeFates(device, random);
    List<boolean[]> names = nameFates(device.pendingNames());
    List<Model> models = new ArrayList<>();
    for (Fate[] fates : writes) {
      models.add(new Model(fates, names.get(0)));
      models.add(new Model(fates, names.get(1)));
    }
    for (boolean[] done : names) {
      models.add(new Model(writes.get(0), done));
      models.add(new Model(writes.get(1), done));
    }
    for (int i = 0; i < randomImages; i++) {
      models.add(
          new Model(randomFates(device, random), randomNames(device.pendingNames(), random)));
    }
    return models;
  }

  private static List<Fate[]> writeFates(Device device, Random random) {
    int count = device.pendingWrites();
    List<Fate[]> all = new ArrayList<>();
    all.add(filled(count, Fate.WHOLE));
    all.add(filled(count, Fate.LOST));
    all.add(filled(count, Fate.LENGTH_ONLY));
    if (count == 0) {
      return all;
    }
    int last = count - 1;
    int bytes = device.pendingBytes(last);
    for (Fate.Kind kind : List.of(Fate.Kind.TORN, Fate.Kind.TORN_ZEROS, Fate.Kind.TORN_GARBAGE)) {
      for (int cut : new int[] {512, 4_096, bytes / 2 | 1, bytes - 1}) {
        if (cut < bytes) {
          all.add(with(filled(count, Fate.WHOLE), last, new Fate(kind, cut)));
        }
      }
    }
    all.add(with(filled(count, Fate.LOST), last, Fate.WHOLE));
    all.add(with(filled(count, Fate.WHOLE), last, Fate.LOST));
    all.add(with(filled(count, Fate.WHOLE), 0, Fate.LOST));
    all.add(with(filled(count, Fate.LOST), 0, Fate.WHOLE));
    if (count <= ALL_SUBSETS_OF) {
      for (int subset = 0; subset < 1 << count; subset++) {
        Fate[] fates = filled(count, Fate.LOST);
        for (int i = 0; i < count; i++) {
          if ((subset >> i & 1) != 0) {
            fates[i] = Fate.WHOLE;
          }
        }
        all.add(fates);
      }
    }
    return all;
  }

  private static List<boolean[]> nameFates(int count) {
    List<boolean[]> all = new ArrayList<>();
    boolean[] done = new boolean[count];
    Arrays.fill(done, true);
    all.add(done);
    all.add(new boolean[count]);
    for (int i = 0; i < count; i++) {
      boolean[] only = new boolean[count];
      only[i] = true;
      all.add(only);
      boolean[] without = done.clone();
      without[i] = false;
      all.add(without);
    }
    if (count <= ALL_SUBSETS_OF) {
      for (int subset = 0; subset < 1 << count; subset++) {
        boolean[] chosen = new boolean[count];
        for (int i = 0; i < count; i++) {
          chosen[i] = (subset >> i & 1) != 0;
        }
        all.add(chosen);
      }
    }
    return all;
  }

  private static Fate[] randomFates(Device device, Random random) {
    Fate[] fates = new Fate[device.pendingWrites()];
    for (int i = 0; i < fates.length; i++) {
      int bytes = device.pendingBytes(i);
      Fate.Kind kind = Fate.Kind.values()[random.nextInt(Fate.Kind.values().length)];
      fates[i] =
          random.nextBoolean() && kind.name().startsWith("TORN")
              ? new Fate(kind, random.nextInt(bytes + 1))
              : random.nextBoolean() ? Fate.WHOLE : Fate.LOST;
    }
    return fates;
  }

  private static boolean[] randomNames(int count, Random random) {
    boolean[] names = new boolean[count];
    for (int i = 0; i < count; i++) {
      names[i] = random.nextBoolean();
    }
    return names;
  }

  private static Fate[] filled(int count, Fate fate) {
    Fate[] fates = new Fate[count];
    Arrays.fill(fates, fate);
    return fates;
  }

  private static Fate[] with(Fate[] fates, int index, Fate fate) {
    fates[index] = fate;
    return fates;
  }
}
