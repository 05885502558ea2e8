package io.vectra.testkit.mutant;

import io.vectra.engine.Durability;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Workload;
import java.util.List;
import java.util.function.Consumer;

/** Workloads of few storage calls, all of whose crashes are tried for each mutant. */
final class TinyWorkloads {
  private static final long NO_FLUSH = 64L << 20;
  private static final String T = "T";

  private TinyWorkloads() {}

  /** All of them, the cheapest first. */
  static List<Workload> all() {
    return List.of(
        commits(), sessions(), checkpoints(), merge(), catalog(), unsynced(), threads(), wide());
  }

  static Workload commits() {
    return of("commits", Durability.SYNC, s -> rows(s, 3));
  }

  static Workload checkpoints() {
    return of(
        "checkpoints",
        Durability.SYNC,
        s -> {
          rows(s, 4);
          s.checkpoint();
          s.commit(w -> w.update(T, 2, "changed"));
          s.commit(w -> w.insert(T, 5, "later"));
          s.checkpoint();
          s.commit(w -> w.insert(T, 6, "last"));
        });
  }

  static Workload sessions() {
    return of(
        "sessions",
        Durability.SYNC,
        s -> {
          rows(s, 1);
          s.reopen();
          s.commit(w -> w.insert(T, 2, "second"));
          s.commit(w -> w.insert(T, 3, "second"));
          s.reopen();
          s.commit(w -> w.update(T, 1, "third"));
        });
  }

  /** A third of the rows of a segment die: it is rewritten. */
  static Workload merge() {
    return of(
        "a merge",
        Durability.SYNC,
        s -> {
          rows(s, 4);
          s.checkpoint();
          s.commit(w -> w.delete(T, 1));
          s.checkpoint();
          s.commit(w -> w.delete(T, 3));
          s.checkpoint();
          s.database().verify(); // comes after the merge
          s.commit(
              w -> {
                w.insert(T, 1, "again");
                w.update(T, 4, "changed");
              });
        });
  }

  static Workload catalog() {
    return of(
        "tables",
        Durability.SYNC,
        s -> {
          rows(s, 1);
          s.createTable("U");
          s.commit(
              w -> {
                w.insert("U", 1, "u");
                w.insert(T, 2, "t");
              });
          s.truncate(T);
          s.dropTable("U");
          s.createTable("V");
          s.commit(w -> w.insert("V", 1, "v"));
        });
  }

  static Workload unsynced() {
    return of(
        "durability OS",
        Durability.OS,
        s -> {
          rows(s, 3);
          s.checkpoint();
          for (int i = 4; i <= 6; i++) {
            int id = i;
            s.commit(w -> w.insert(T, id, "v"));
          }
          s.reopen();
          s.commit(w -> w.insert(T, 7, "v"));
        });
  }

  /** No publish but the first. */
  static Workload logged() {
    return of("durability OS, logs alone", Durability.OS, s -> rows(s, 3));
  }

  static Workload threads() {
    return of(
        "threads",
        Durability.SYNC,
        s -> {
          s.createTable(T);
          List<Thread> threads =
              List.of(new Thread(() -> three(s, 10)), new Thread(() -> three(s, 20)));
          threads.forEach(Thread::start);
          threads.forEach(TinyWorkloads::join);
        });
  }

  /** Commits of more than a sector, more than a page and more than a block. */
  static Workload wide() {
    return of(
        "wide rows",
        Durability.SYNC,
        s -> {
          s.createTable(T);
          s.commit(w -> w.insert(T, 1, "a".repeat(700)));
          s.commit(w -> w.insert(T, 2, "b".repeat(9_000)));
          s.commit(w -> w.insert(T, 3, "c".repeat(70_000)));
          s.checkpoint();
          s.commit(w -> w.delete(T, 2));
        });
  }

  private static void rows(Session s, int count) {
    s.createTable(T);
    for (int i = 1; i <= count; i++) {
      int id = i;
      s.commit(w -> w.insert(T, id, "v" + id));
    }
  }

  private static void three(Session s, int first) {
    for (int i = first; i < first + 3; i++) {
      int id = i;
      s.commit(w -> w.insert(T, id, "of a thread"));
    }
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Workload of(String name, Durability durability, Consumer<Session> body) {
    return new Workload(name, durability, NO_FLUSH, body);
  }
}
