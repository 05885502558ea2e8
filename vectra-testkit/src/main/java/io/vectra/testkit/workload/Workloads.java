package io.vectra.testkit.workload;

import io.vectra.engine.Durability;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The workloads whose crashes are enumerated. Each is deterministic, but for its threads. */
public final class Workloads {
  private static final long NO_FLUSH = 64L << 20;
  private static final String T = "T";

  private Workloads() {}

  /** All of them. */
  public static List<Workload> all() {
    return List.of(
        inserts(),
        updates(),
        deletes(),
        tables(),
        large(),
        sessions(),
        flushes(),
        compaction(),
        automaticFlushes(),
        index(),
        uniqueIndex(),
        schema(),
        threads(),
        written(),
        bulk(),
        backups(),
        mixed());
  }

  /**
   * Programs that a seed makes up: transactions of one to four changes, checkpoints, sessions,
   * changes of the catalog and backups in random order, at a random durability.
   */
  public static List<Workload> random(int count, long seed) {
    return IntStream.range(0, count)
        .mapToObj(i -> new RandomProgram(seed + i).workload())
        .collect(Collectors.toList());
  }

  /** Short ones, for crashes within crashes. */
  public static List<Workload> small() {
    return List.of(
        sync("two commits", s -> rows(s, 2)),
        sync(
            "a checkpoint",
            s -> {
              rows(s, 2);
              s.checkpoint();
              s.commit(w -> w.update(T, 1, "after"));
            }),
        sync(
            "deletes over a segment",
            s -> {
              rows(s, 3);
              s.checkpoint();
              s.commit(w -> w.delete(T, 2));
              s.checkpoint();
              s.commit(w -> w.insert(T, 2, "again"));
            }),
        sync(
            "a drop between sessions",
            s -> {
              rows(s, 2);
              s.reopen();
              s.createTable("U");
              s.commit(w -> w.insert("U", 1, "u"));
              s.dropTable(T);
            }),
        compaction());
  }

  private static Workload sync(String name, Consumer<Session> body) {
    return new Workload(name, Durability.SYNC, NO_FLUSH, body);
  }

  /** Creates T and commits rows 1 to {@code count}, one at a time. */
  private static void rows(Session s, int count) {
    s.createTable(T);
    for (int i = 1; i <= count; i++) {
      int id = i;
      s.commit(w -> w.insert(T, id, "v" + id));
    }
  }

  /** A unique index over memtables and segments: created, used by exchanged values, dropped. */
  static Workload uniqueIndex() {
    return sync(
        "unique index",
        s -> {
          rows(s, 3);
          s.createUniqueIndex(T);
          s.commit(w -> w.insert(T, 4, "v4"));
          s.checkpoint();
          s.commit(
              w -> {
                w.update(T, 1, "v2");
                w.update(T, 2, "v1");
              });
          s.reopen();
          s.commit(w -> w.delete(T, 3));
          s.commit(w -> w.insert(T, 5, "v3"));
          s.checkpoint();
          s.dropUniqueIndex(T);
          s.commit(w -> w.insert(T, 6, "v3"));
        });
  }

  static Workload inserts() {
    return sync("inserts", s -> rows(s, 25));
  }

  static Workload updates() {
    return sync(
        "updates",
        s -> {
          rows(s, 4);
          Random random = new Random(1);
          for (int i = 0; i < 20; i++) {
            int id = 1 + random.nextInt(4);
            String value = "changed " + i;
            s.commit(w -> w.update(T, id, value));
          }
        });
  }

  static Workload deletes() {
    return sync(
        "deletes",
        s -> {
          rows(s, 10);
          s.checkpoint();
          for (int i = 1; i <= 10; i++) {
            int id = i;
            s.commit(w -> w.delete(T, id));
            if (i % 3 == 0) {
              s.commit(w -> w.insert(T, id, "again"));
            }
          }
        });
  }

  static Workload tables() {
    return sync(
        "transactions over tables",
        s -> {
          s.createTable("A");
          s.createTable("B");
          for (int i = 1; i <= 15; i++) {
            int id = i;
            s.commit(
                w -> {
                  w.insert("A", id, "a");
                  w.insert("B", id, "b");
                  if (id > 1) {
                    w.update("A", id - 1, "seen " + id);
                    w.delete("B", id - 1);
                  }
                });
          }
        });
  }

  static Workload large() {
    return sync(
        "large transactions",
        s -> {
          s.createTable(T);
          for (int i = 1; i <= 8; i++) {
            int id = i;
            s.commit(
                w -> {
                  w.insert(T, id, "x".repeat(20_000 + id));
                  w.insert(T, 100 + id, "y".repeat(9_000));
                });
            if (i == 5) {
              s.checkpoint();
            }
          }
        });
  }

  static Workload sessions() {
    return sync(
        "many sessions",
        s -> {
          rows(s, 1);
          for (int i = 2; i <= 10; i++) {
            int id = i;
            s.reopen();
            if (i % 4 != 0) {
              s.commit(w -> w.insert(T, id, "session " + id));
            }
          }
        });
  }

  static Workload flushes() {
    return sync(
        "flushes",
        s -> {
          rows(s, 2);
          for (int i = 3; i <= 10; i++) {
            int id = i;
            s.checkpoint();
            s.commit(w -> w.insert(T, id, "v" + id));
            s.commit(w -> w.delete(T, id - 2));
          }
        });
  }

  static Workload compaction() {
    return sync(
        "compaction",
        s -> {
          s.createTable(T);
          for (int i = 1; i <= 5; i++) {
            int id = i;
            s.commit(
                w -> {
                  w.insert(T, 10L * id, "v" + id);
                  w.insert(T, 10L * id + 1, "w" + id);
                });
            s.checkpoint();
            s.commit(w -> w.delete(T, 10L * id));
          }
          s.checkpoint();
        });
  }

  static Workload automaticFlushes() {
    return new Workload(
        "automatic flushes",
        Durability.SYNC,
        2_000,
        s -> {
          s.createTable(T);
          for (int i = 1; i <= 40; i++) {
            int id = i;
            s.commit(w -> w.insert(T, id, "v".repeat(50) + id));
            if (i % 5 == 0) {
              s.commit(w -> w.update(T, id - 3, "changed"));
            }
          }
        });
  }

  static Workload index() {
    return sync(
        "index creation and drop",
        s -> {
          s.createTable(T);
          s.commit(
              w -> {
                for (int i = 1; i <= 1_050; i++) {
                  w.insert(T, i, "");
                }
              });
          s.createIndex(T);
          s.commit(w -> w.update(T, 7, "changed"));
          s.checkpoint();
          s.dropIndex(T);
          s.commit(w -> w.delete(T, 8));
        });
  }

  static Workload schema() {
    return sync(
        "schema changes",
        s -> {
          rows(s, 2);
          s.createTable("U");
          s.commit(w -> w.insert("U", 1, "u"));
          s.truncate(T);
          s.commit(w -> w.insert(T, 1, "new"));
          s.addColumn(T, "ADDED");
          s.commit(w -> w.insert(T, 2, "wider"));
          s.createIndex("U");
          s.dropTable("U");
          s.createTable("U");
          s.commit(w -> w.insert("U", 1, "second"));
          s.checkpoint();
          s.addColumn("U", "ADDED");
          s.commit(w -> w.update("U", 1, "wider"));
          s.dropColumn("U", "ADDED");
          s.truncate("U");
          s.dropTable(T);
          s.commit(w -> w.insert("U", 2, "last"));
        });
  }

  static Workload threads() {
    return sync(
        "small commits of many threads",
        s -> {
          s.createTable(T);
          Thread[] threads = new Thread[4];
          for (int t = 0; t < threads.length; t++) {
            long first = 1_000L * t;
            threads[t] =
                new Thread(
                    () -> {
                      for (int i = 0; i < 8; i++) {
                        long id = first + i;
                        s.commit(w -> w.insert(T, id, "of a thread"));
                      }
                    });
            threads[t].start();
          }
          join(threads);
        });
  }

  static Workload written() {
    return new Workload(
        "durability OS",
        Durability.OS,
        NO_FLUSH,
        s -> {
          rows(s, 8);
          s.checkpoint();
          for (int i = 9; i <= 16; i++) {
            int id = i;
            s.commit(w -> w.insert(T, id, "v" + id));
          }
          s.reopen();
          s.commit(w -> w.delete(T, 3));
        });
  }

  static Workload bulk() {
    return new Workload(
        "durability BULK",
        Durability.BULK,
        NO_FLUSH,
        s -> {
          rows(s, 5);
          s.checkpoint();
          for (int i = 6; i <= 10; i++) {
            int id = i;
            s.commit(w -> w.insert(T, id, "v" + id));
          }
          s.createTable("U");
          s.commit(w -> w.insert("U", 1, "u"));
          s.reopen();
          s.commit(w -> w.delete(T, 3));
          s.checkpoint();
        });
  }

  /** Commits go on while files are copied. */
  static Workload backups() {
    return sync(
        "backups",
        s -> {
          rows(s, 6);
          s.backup(() -> s.commit(w -> w.insert(T, 7, "while copied")));
          s.commit(w -> w.delete(T, 2));
          s.backup(
              () -> {
                s.commit(w -> w.update(T, 7, "again"));
                s.checkpoint();
              });
          s.commit(w -> w.insert(T, 8, "after"));
        });
  }

  static Workload mixed() {
    return new Workload(
        "everything at once",
        Durability.SYNC,
        4_000,
        s -> {
          rows(s, 3);
          s.createTable("U");
          Random random = new Random(7);
          for (int i = 10; i < 40; i++) {
            int id = i;
            boolean wide = random.nextInt(4) == 0;
            s.commit(
                w -> {
                  w.insert(T, id, wide ? "w".repeat(1_500) : "v");
                  w.insert("U", id, "u");
                  if (id > 12) {
                    w.delete("U", id - 2);
                  }
                });
            if (i % 13 == 0) {
              s.reopen();
            }
            if (i % 17 == 0) {
              s.checkpoint();
            }
          }
        });
  }

  private static void join(Thread[] threads) {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
