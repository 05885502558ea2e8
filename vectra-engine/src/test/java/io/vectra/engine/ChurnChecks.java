package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.compaction.GraphFiles;
import io.vectra.engine.graph.GraphWalk;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.table.SegmentGraph;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.vector.VectorDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has to be true of a {@link ChurningTable} at any time; counts what it looked at. */
final class ChurnChecks {
  private static final int K = 10;

  /** Buckets below this are all of them. */
  private static final int ALL = ChurningTable.BUCKETS;

  private final ChurningTable churned;
  private final Metric metric;
  private final Map<String, Long> counts;

  ChurnChecks(ChurningTable churned, Metric metric, Map<String, Long> counts) {
    this.churned = churned;
    this.metric = metric;
    this.counts = counts;
  }

  /** Everything, of what is committed now. */
  void all() {
    try (OpenSnapshot snapshot = (OpenSnapshot) churned.database().snapshot()) {
      content(snapshot);
      reachability(snapshot);
      answers(snapshot, churned.rows());
    }
    count("phases checked", 1);
  }

  /**
   * Waits for background work to end, which verification does since it is the least urgent; then
   * everything is intact, and each segment of enough rows has a graph.
   */
  void settled() {
    churned.checkpoint();
    assertThat(churned.database().verify(FileProgress.NONE).damages()).isEmpty();
    try (OpenSnapshot snapshot = (OpenSnapshot) churned.database().snapshot()) {
      for (TableSegment part : snapshot.table(churned.table().id()).segments()) {
        if (part.segment().size() >= GraphFiles.MIN_ROWS) {
          assertThat(part.graph(churned.index().id())).isNotNull();
        }
      }
    }
  }

  /** A scan gives each row once, with its vector, and no other. */
  private void content(ReadView view) {
    TreeMap<Integer, float @Nullable []> expected = churned.rows();
    Set<Integer> seen = new HashSet<>();
    List<Integer> wrong = new ArrayList<>();
    try (RowCursor cursor = view.query(Query.all(churned.table().id()))) {
      while (cursor.next()) {
        int id = (Integer) cursor.value(ChurningTable.ID);
        float[] vector = (float[]) cursor.value(ChurningTable.EMBEDDING);
        if (!seen.add(id) || !Arrays.equals(vector, expected.get(id))) {
          wrong.add(id);
        }
      }
    }
    assertThat(wrong).as("rows twice or with another vector").isEmpty();
    assertThat(seen).isEqualTo(expected.keySet());
    count("rows scanned", seen.size());
  }

  /** Each live row that has a distance is reached in the graph of its segment. */
  private void reachability(OpenSnapshot snapshot) {
    VectorDistance.Prepared any = VectorDistance.of(metric).prepare(churned.vectors().near());
    for (TableSegment part : snapshot.table(churned.table().id()).segments()) {
      Segment segment = part.segment();
      SegmentGraph graph = part.graph(churned.index().id());
      if (graph == null) {
        continue;
      }
      BitSet reached = GraphWalk.reached(graph.graph());
      List<Object> lost = new ArrayList<>();
      List<Object> foreign = new ArrayList<>();
      long dead = 0;
      for (int ordinal = 0; ordinal < segment.size(); ordinal++) {
        float[] vector = (float[]) segment.value(ordinal, ChurningTable.EMBEDDING);
        if (Double.isNaN(exact(any, vector))) {
          if (reached.get(ordinal)) {
            foreign.add(segment.value(ordinal, ChurningTable.ID));
          }
        } else if (!segment.visibleAt(ordinal, snapshot.lsn())) {
          dead++;
        } else if (!reached.get(ordinal)) {
          lost.add(segment.value(ordinal, ChurningTable.ID));
        }
      }
      assertThat(lost).as("live rows that no search reaches").isEmpty();
      assertThat(foreign).as("rows without a distance in the graph").isEmpty();
      count("rows reached", reached.cardinality());
      count("dead rows in graphs", dead);
      count("graphs walked", 1);
    }
  }

  /** Answers of several sizes, with a predicate and without, through the graph and exact. */
  void answers(ReadView view, TreeMap<Integer, float @Nullable []> rows) {
    float[] vector = churned.vectors().near();
    Question all = question(rows, vector, ALL);
    for (int k : new int[] {1, K, 100, rows.size() + 5}) {
      ask(view, rows, all, k, 0);
    }
    ask(view, rows, all, K, K);
    for (int percent : new int[] {2, 30, 90}) {
      ask(view, rows, question(rows, vector, percent), K, 0);
    }
  }

  /**
   * What is asked for, with the right answer.
   *
   * @param buckets rows of buckets below this are asked for
   * @param exact the distances of all rows that have one, in order
   */
  record Question(float[] vector, int buckets, double[] exact) {}

  /** A question to all rows. */
  Question question(float[] vector) {
    return question(churned.rows(), vector, ALL);
  }

  private Question question(
      TreeMap<Integer, float @Nullable []> rows, float[] vector, int buckets) {
    VectorDistance.Prepared distance = VectorDistance.of(metric).prepare(vector);
    double[] exact = new double[rows.size()];
    int count = 0;
    for (Map.Entry<Integer, float @Nullable []> row : rows.entrySet()) {
      if (ChurningTable.bucket(row.getKey()) < buckets) {
        double number = exact(distance, row.getValue());
        exact[count] = number;
        count += Double.isNaN(number) ? 0 : 1;
      }
    }
    Arrays.sort(exact, 0, count);
    return new Question(vector, buckets, Arrays.copyOf(exact, count));
  }

  /**
   * Asks once, and checks each row of the answer and their number.
   *
   * @param ef 0 for the default
   * @return the share of rows that are as near as the {@code k} nearest of all
   */
  private double ask(
      ReadView view, TreeMap<Integer, float @Nullable []> rows, Question question, int k, int ef) {
    VectorDistance.Prepared distance = VectorDistance.of(metric).prepare(question.vector());
    int wanted = Math.min(k, question.exact().length);
    double farthest = wanted == 0 ? Double.NaN : question.exact()[wanted - 1];
    Set<Integer> found = new HashSet<>();
    List<Integer> wrong = new ArrayList<>();
    int hits = 0;
    double previous = Double.NEGATIVE_INFINITY;
    try (RowCursor cursor = view.query(query(question, k, ef))) {
      while (cursor.next()) {
        int id = (Integer) cursor.value(ChurningTable.ID);
        boolean right =
            found.add(id)
                && ChurningTable.bucket(id) < question.buckets()
                && cursor.distance() == exact(distance, rows.get(id))
                && cursor.distance() >= previous;
        if (!right) {
          wrong.add(id);
        }
        previous = cursor.distance();
        hits += previous <= farthest ? 1 : 0;
      }
      count("answers by " + cursor.statistics().strategy(), 1);
    }
    assertThat(wrong).as("rows dead, twice, of another distance, or out of order").isEmpty();
    assertThat(found).as("%d nearest of %d", k, question.exact().length).hasSize(wanted);
    count("neighbours compared", wanted);
    return wanted == 0 ? 1 : hits / (double) wanted;
  }

  private Query query(Question question, int k, int ef) {
    Predicate predicate =
        question.buckets() == ALL
            ? null
            : new Predicate.Compare(
                ChurningTable.BUCKET, Predicate.Comparison.LESS, question.buckets());
    NearestQuery nearest =
        new NearestQuery(
            ChurningTable.EMBEDDING, question.vector(), metric, k, ef, false, Absent.LEFT_OUT);
    return new Query(churned.table().id(), predicate, nearest, 0, k);
  }

  /**
   * Recall at 10, with distances as the measure: a row as near as the tenth counts, whichever of
   * several equally near ones it is.
   */
  double recall(List<Question> questions, int ef) {
    try (Snapshot snapshot = churned.database().snapshot()) {
      double sum = 0;
      for (Question question : questions) {
        sum += ask(snapshot, churned.rows(), question, K, ef);
      }
      return sum / questions.size();
    }
  }

  private static double exact(VectorDistance.Prepared distance, float @Nullable [] vector) {
    return vector == null ? Double.NaN : distance.exact(vector);
  }

  private void count(String what, long by) {
    counts.merge(what, by, Long::sum);
  }
}
