package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plans a few statements in the background when the first session of a JVM opens, so that the
 * classes of the planner are loaded, and compiled, when the user's statements come. Nothing is
 * read, and nothing that fails here matters to anyone.
 */
final class PlannerWarmUp {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int ROUNDS = 50;
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT a, b FROM w WHERE id = ?",
          "SELECT id FROM w ORDER BY VECTOR_DISTANCE(e, ?, COSINE) LIMIT 10",
          "SELECT b, e <=> '[1,0]' AS d FROM w WHERE a > 5 AND b LIKE 'x%' ORDER BY d LIMIT 3",
          "INSERT INTO w (id, a, b, e) VALUES (?, 1, 'x', '[1,0]')",
          "UPDATE w SET a = a + 1 WHERE id = ?",
          "DELETE FROM w WHERE id = ?",
          "SELECT x.a, COUNT(*) FROM w AS x JOIN w AS y ON x.id = y.a GROUP BY x.a ORDER BY 2");

  private PlannerWarmUp() {}

  /** Begins it, once in a JVM. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(PlannerWarmUp::run, "vectra-planner-warm-up");
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      thread.start();
    }
  }

  private static void run() {
    Catalog catalog = new Catalog(1, List.of(table()), List.of());
    long end = System.nanoTime() + MOST_NANOS;
    for (int round = 0; round < ROUNDS; round++) {
      for (String sql : STATEMENTS) {
        if (System.nanoTime() > end) {
          return;
        }
        new Planner(catalog, any -> 1_000, ParameterBinding.TEXTS).plan(VectraSqlParser.parse(sql));
      }
    }
  }

  private static TableSchema table() {
    return TableSchema.define(
            "W",
            List.of(
                new Column("ID", ColumnType.of(Kind.INTEGER), false),
                new Column("A", ColumnType.of(Kind.INTEGER), true),
                new Column("B", ColumnType.varchar(0), true),
                new Column("E", ColumnType.vector(2), true)),
            List.of(0))
        .created(1);
  }
}
