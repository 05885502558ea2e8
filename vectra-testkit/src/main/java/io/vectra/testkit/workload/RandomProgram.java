package io.vectra.testkit.workload;

import io.vectra.engine.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** A workload that a seed makes up; the same one each time it is recorded. */
final class RandomProgram {
  private static final int STEPS = 40;
  private static final int IDS = 12;
  private static final List<String> NAMES = List.of("A", "B", "C");

  private final long seed;
  private final Random random;

  /** The ids of each table's rows. */
  private final TreeMap<String, TreeSet<Long>> tables = new TreeMap<>();

  private final TreeSet<String> indexed = new TreeSet<>();
  private final TreeSet<String> widened = new TreeSet<>();

  RandomProgram(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  Workload workload() {
    Random choice = new Random(~seed);
    Durability durability =
        choice.nextInt(3) > 0
            ? Durability.SYNC
            : choice.nextBoolean() ? Durability.OS : Durability.BULK;
    return new Workload(
        "program " + seed + " at " + durability,
        durability,
        choice.nextBoolean() ? 3_000 : 64L << 20,
        session -> new RandomProgram(seed).run(session));
  }

  private void run(Session session) {
    createTable(session, "A");
    for (int i = 0; i < STEPS; i++) {
      step(session);
    }
  }

  private void step(Session session) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    if (!tables.containsKey(name)) {
      createTable(session, name);
      return;
    }
    switch (random.nextInt(24)) {
      case 0, 1, 2 -> session.checkpoint();
      case 3 -> session.reopen();
      case 4 -> session.backup(() -> change(session));
      case 5 -> {
        session.dropTable(name);
        tables.remove(name);
        indexed.remove(name);
        widened.remove(name);
      }
      case 6 -> {
        session.truncate(name);
        tables.put(name, new TreeSet<>());
      }
      case 7, 8 -> {
        if (indexed.add(name)) {
          session.createIndex(name);
        } else {
          indexed.remove(name);
          session.dropIndex(name);
        }
      }
      case 9, 10 -> {
        if (widened.add(name)) {
          session.addColumn(name, "ADDED");
        } else {
          widened.remove(name);
          session.dropColumn(name, "ADDED");
        }
      }
      default -> change(session);
    }
  }

  private void createTable(Session session, String name) {
    session.createTable(name);
    tables.put(name, new TreeSet<>());
  }

  /** One transaction; no row is changed twice in it. */
  private void change(Session session) {
    List<String> names = new ArrayList<>(tables.keySet());
    if (names.isEmpty()) {
      return;
    }
    TreeSet<String> touched = new TreeSet<>();
    session.commit(
        writes -> {
          for (int i = random.nextInt(4); i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            long id = random.nextInt(IDS);
            if (touched.add(name + id)) {
              change(writes, name, id);
            }
          }
        });
  }

  private void change(Session.Writes writes, String name, long id) {
    TreeSet<Long> ids = tables.getOrDefault(name, new TreeSet<>());
    String value = "v".repeat(random.nextInt(8) == 0 ? 900 : 3) + random.nextInt(1_000);
    if (ids.add(id)) {
      writes.insert(name, id, value);
    } else if (random.nextBoolean()) {
      writes.update(name, id, value);
    } else {
      ids.remove(id);
      writes.delete(name, id);
    }
  }
}
