package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query asks whether to go on while it looks at rows, however few of them it gives. */
class QueryPollTest {
  private static final int ROWS = 20_000;

  private final Random random = new Random(13);
  private Database database;
  private TableSchema table;

  @BeforeEach
  void load() {
    database = Vectra.openInMemory("query-poll-test", OpenOptions.defaults());
    table = TestTables.documents(database);
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = 0; id < ROWS; id++) {
      rows.put(id, TestTables.row(id, "n" + id, id % 100, TestTables.vector(random)));
    }
    TestTables.insert(database, table, rows);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<Query> queries() {
    Predicate none = new Predicate.Compare(TestTables.BUCKET, Predicate.Comparison.EQUAL, -1);
    Predicate noText = new Predicate.Like(TestTables.NAME, "%x%", (char) 0);
    float[] vector = TestTables.vector(random);
    return List.of(
        TestTables.nearest(table, vector, Metric.EUCLIDEAN, 1, true, null),
        TestTables.nearest(table, vector, Metric.EUCLIDEAN, 1, true, noText),
        Query.where(table.id(), none),
        Query.where(table.id(), noText));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void longQuery_asksWhetherToGoOn_andEndsWhenItIsTold(boolean flushed) {
    if (flushed) {
      database.checkpoint();
    }
    for (Query query : queries()) {
      AtomicInteger polls = new AtomicInteger();
      read(query, polls::incrementAndGet);
      assertThat(polls.get()).as(query.toString()).isBetween(ROWS / 4_096, ROWS / 256);
      AtomicInteger before = new AtomicInteger();
      assertThatThrownBy(() -> read(query, () -> endAtThird(before)))
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELED));
      assertThat(before).hasValue(3);
    }
  }

  private static void endAtThird(AtomicInteger polls) {
    if (polls.incrementAndGet() == 3) {
      throw new VectraException(ErrorCode.QUERY_CANCELED, "Canceled.");
    }
  }

  private void read(Query query, Runnable poll) {
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(query, poll)) {
      while (cursor.next()) {
        cursor.key();
      }
    }
  }
}
