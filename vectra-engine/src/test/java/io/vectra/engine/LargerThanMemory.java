package io.vectra.engine;

import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes a large database, and answers questions to it: in this process or in one of its own. */
final class LargerThanMemory {
  /** To open, search and scan. */
  static final String ANSWER = "answer";

  /** To keep every vector, which has to fail where memory is limited. */
  static final String HOLD = "hold";

  private static final int DIMENSIONS = 1_536;
  private static final int CLUSTERS = 50;
  private static final int ROWS_PER_TRANSACTION = 1_000;
  private static final int QUERIES = 20;
  private static final int EXACT_QUERIES = 3;
  private static final long SEED = 17;

  private LargerThanMemory() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    if (arguments[1].equals(HOLD)) {
      System.out.println("held " + hold(directory).size());
      return;
    }
    answers(directory).forEach(System.out::println);
    System.out.println("memory heap at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("RssAnon") || line.startsWith("RssFile")) {
          System.out.println("memory " + line.replaceAll("\\s+", " "));
        }
      }
    }
  }

  /** Writes a table of vectors about some centres, with a graph over all of it. */
  static void write(Path directory, int rows) {
    Random random = new Random(SEED);
    float[][] centres = new float[CLUSTERS][];
    for (int i = 0; i < CLUSTERS; i++) {
      centres[i] = gaussian(random, new float[DIMENSIONS], 1);
    }
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table =
          database.createTable(
              TableSchema.define(
                  "LARGE",
                  List.of(
                      new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
                      new Column("BUCKET", ColumnType.of(ColumnType.Kind.INTEGER), false),
                      new Column("EMBEDDING", ColumnType.vector(DIMENSIONS), false)),
                  List.of(0)));
      for (int first = 0; first < rows; first += ROWS_PER_TRANSACTION) {
        try (Transaction transaction = database.begin()) {
          for (int id = first; id < first + ROWS_PER_TRANSACTION; id++) {
            float[] vector = gaussian(random, centres[random.nextInt(CLUSTERS)], 0.5f);
            transaction.insert(table.id(), new Object[] {id, id % 10, vector});
          }
          transaction.commit();
        }
      }
      database.compact(table.id());
      database.createIndex(
          new VectorIndex(
              0, "LARGE_INDEX", table.id(), 2, new VectorIndexOptions(Metric.COSINE, 16, 24)));
    }
  }

  /** One line for each answer, the same in any process. */
  static List<String> answers(Path directory) {
    List<String> answers = new ArrayList<>();
    try (Database database = Vectra.open(directory, OpenOptions.defaults().withReadOnly(true));
        Snapshot snapshot = database.snapshot()) {
      int table = database.catalog().tables().get(0).id();
      Random random = new Random(SEED); // so that the same centres are asked for
      for (int i = 0; i < QUERIES; i++) {
        float[] vector = gaussian(random, new float[DIMENSIONS], 1);
        Predicate some = new Predicate.Compare(1, Predicate.Comparison.LESS, 3);
        answers.add(nearest(snapshot, table, vector, 10, false, null));
        answers.add(nearest(snapshot, table, vector, 10, false, some));
        if (i < EXACT_QUERIES) {
          answers.add(nearest(snapshot, table, vector, 100, true, null));
        }
      }
      answers.add(scan(snapshot, table));
    }
    return answers;
  }

  private static String nearest(
      ReadView view,
      int table,
      float[] vector,
      int k,
      boolean exact,
      @Nullable Predicate predicate) {
    NearestQuery nearest = new NearestQuery(2, vector, Metric.COSINE, k, 0, exact, Absent.LEFT_OUT);
    StringBuilder answer = new StringBuilder("answer");
    try (RowCursor cursor = view.query(new Query(table, predicate, nearest, 0, k))) {
      while (cursor.next()) {
        answer.append(' ').append(cursor.value(0)).append(':').append(cursor.distance());
      }
      return answer.append(' ').append(cursor.statistics().strategy()).toString();
    }
  }

  private static String scan(ReadView view, int table) {
    long rows = 0;
    long hash = 0;
    try (RowCursor cursor = view.query(Query.all(table))) {
      while (cursor.next()) {
        rows++;
        hash = 31 * hash + (Integer) cursor.value(0);
        hash = 31 * hash + Arrays.hashCode((float[]) cursor.value(2));
      }
    }
    return "answer scan of " + rows + " rows: " + hash;
  }

  private static List<Object> hold(Path directory) {
    List<Object> held = new ArrayList<>();
    try (Database database = Vectra.open(directory, OpenOptions.defaults().withReadOnly(true));
        Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(Query.all(database.catalog().tables().get(0).id()))) {
      while (cursor.next()) {
        held.add(cursor.value(2));
      }
    }
    return held;
  }

  private static float[] gaussian(Random random, float[] centre, float width) {
    float[] vector = new float[centre.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = centre[i] + width * (float) random.nextGaussian();
    }
    return vector;
  }
}
