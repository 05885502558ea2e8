package io.vectra.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.verify.VerifyReport;
import io.vectra.testkit.workload.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Child JVMs that write from several threads, flush and merge, are ended by SIGKILL at random
 * moments, also while they open. Afterwards each thread's transactions are there up to the last
 * acknowledged one, whole, and at most the one in flight beyond.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("vectra.kills", 20);
  private static final int KILLS_A_DATABASE = 25;
  private static final int PARALLEL = 2;

  /** One kill in that many comes while the child starts and opens. */
  private static final int WHILE_OPENING = 6;

  @TempDir Path directory;

  /** What the kills of one run of a database came to. */
  private record Tally(int kills, int running, long commits, int verified) {
    Tally plus(Tally other) {
      return new Tally(
          kills + other.kills,
          running + other.running,
          commits + other.commits,
          verified + other.verified);
    }
  }

  @Test
  void commits_ofProcessesThatAreKilled_areThereUpToTheLastAcknowledged() {
    long seed = Long.getLong("vectra.seed", 20_261);
    int databases = (KILLS + KILLS_A_DATABASE - 1) / KILLS_A_DATABASE;
    databases = Math.max(databases, PARALLEL);
    int each = (KILLS + databases - 1) / databases;
    Tally tally =
        IntStream.range(0, databases)
            .parallel()
            .mapToObj(number -> killMany(number, each, new Random(seed + number)))
            .reduce(new Tally(0, 0, 0, 0), Tally::plus);
    System.out.printf(
        "SIGKILL: %d kills, %d of them of a child that had acknowledged commits, %d commits,"
            + " none lost, none torn, %d databases verified, seed %d%n",
        tally.kills, tally.running, tally.commits, tally.verified, seed);
    assertThat(tally.kills).isGreaterThanOrEqualTo(KILLS);
    assertThat(tally.running).isGreaterThan(KILLS / 2);
    assertThat(tally.commits).isGreaterThan(KILLS);
  }

  private Tally killMany(int number, int kills, Random random) {
    Path database = directory.resolve("database-" + number);
    KilledWriter.create(database);
    long[] last = new long[KilledWriter.THREADS];
    int running = 0;
    for (int kill = 0; kill < kills; kill++) {
      Durability durability = random.nextInt(3) == 0 ? Durability.OS : Durability.SYNC;
      long[] acknowledged = runAndKill(database, durability, random, last);
      running += Arrays.equals(acknowledged, last) ? 0 : 1;
      last = check(database, acknowledged, random.nextBoolean());
    }
    VerifyReport report = Vectra.verify(database);
    assertThat(report.hasErrors()).as(report.toText()).isFalse();
    return new Tally(kills, running, Arrays.stream(last).sum(), 1);
  }

  /** Returns the last acknowledged number of each thread. */
  private static long[] runAndKill(
      Path database, Durability durability, Random random, long[] last) {
    List<String> lines = new ArrayList<>();
    try {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriter.class.getName(),
                  database.toString(),
                  durability.name())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
        if (random.nextInt(WHILE_OPENING) == 0) {
          boolean ended = child.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
          assertThat(ended).as("the child ended by itself").isFalse();
        } else {
          for (int left = 1 + random.nextInt(250); left > 0; left--) {
            String line = out.readLine();
            assertThat(line).as("the child ended by itself").isNotNull();
            lines.add(line);
          }
        }
        child.toHandle().destroyForcibly(); // SIGKILL; what it had printed can still be read
        out.lines().forEach(lines::add);
      }
      child.waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    long[] acknowledged = last.clone();
    for (String line : lines) {
      String[] parts = line.split(" ");
      acknowledged[Integer.parseInt(parts[0])] = Long.parseLong(parts[1]);
    }
    return acknowledged;
  }

  /** Reads everything, and returns the last number of each thread that is there. */
  private static long[] check(Path directory, long[] acknowledged, boolean readOnly) {
    TreeMap<Long, List<Object>> a;
    TreeMap<Long, List<Object>> b;
    try (Database database =
        Vectra.open(directory, KilledWriter.options().withReadOnly(readOnly))) {
      a = rows(database, KilledWriter.A);
      b = rows(database, KilledWriter.B);
    }
    long[] last = new long[KilledWriter.THREADS];
    TreeMap<Long, List<Object>> expectedA = new TreeMap<>();
    TreeMap<Long, List<Object>> expectedB = new TreeMap<>();
    for (int thread = 0; thread < KilledWriter.THREADS; thread++) {
      boolean oneMore = a.containsKey(KilledWriter.id(thread, acknowledged[thread] + 1));
      last[thread] = acknowledged[thread] + (oneMore ? 1 : 0);
      for (long number = 1; number <= last[thread]; number++) {
        put(expectedA, thread, number, number < last[thread] ? "seen" : "new");
        if (number > last[thread] - KilledWriter.KEPT) {
          put(expectedB, thread, number, "new");
        }
      }
    }
    assertThat(a.equals(expectedA)).as("rows of A").isTrue();
    assertThat(b.equals(expectedB)).as("rows of B").isTrue();
    return last;
  }

  private static void put(TreeMap<Long, List<Object>> rows, int thread, long number, String value) {
    Object[] row = KilledWriter.row(thread, number, value);
    rows.put((Long) row[0], List.of(row[1], FloatBuffer.wrap((float[]) row[2])));
  }

  private static TreeMap<Long, List<Object>> rows(Database database, String table) {
    TreeMap<Long, List<Object>> found = new TreeMap<>();
    try (var snapshot = database.snapshot();
        RowCursor rows = snapshot.query(Query.all(KilledWriter.table(database, table).id()))) {
      while (rows.next()) {
        List<Object> row =
            List.of(
                String.valueOf(rows.value(Tables.VALUE)),
                FloatBuffer.wrap((float[]) rows.value(Tables.VECTOR)));
        assertThat(found.put((Long) rows.value(Tables.ID), row) == null).isTrue();
      }
    }
    return found;
  }
}
