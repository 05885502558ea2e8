package io.vectra.calcite.prepare;

import com.google.common.util.concurrent.Uninterruptibles;
import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Plans a statement in the background while the first database of a JVM is opened, so that the
 * thousands of classes that planning needs are there when the first statement comes. It is over a
 * table of its own: no database is touched, and none waits for it when it is closed. Statements do
 * wait, since they need the same classes: nothing is done twice, and no two threads initialise
 * classes of Calcite that depend on each other, each holding what the other waits for.
 */
final class PlannerWarmUp {
  /** One that is folded whole, as most are. */
  static final String STATEMENT =
      "SELECT id, a FROM w WHERE a = ? ORDER BY VECTOR_DISTANCE(v, ?, COSINE) LIMIT 10";

  private static final AtomicBoolean BEGUN = new AtomicBoolean();
  private static volatile @Nullable Thread running;

  private PlannerWarmUp() {}

  /** Begins it, once in a JVM. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      // Its name is unlike those of threads that belong to a database.
      Thread thread = new Thread(PlannerWarmUp::run, "planner-warm-up");
      thread.setDaemon(true);
      thread.setContextClassLoader(PlannerWarmUp.class.getClassLoader());
      running = thread;
      thread.start();
    }
  }

  /** Waits until it has ended, if it has begun. */
  static void awaitEnd() {
    Thread thread = running;
    if (thread != null) {
      Uninterruptibles.joinUninterruptibly(thread);
      running = null;
    }
  }

  private static void run() {
    try {
      plan(STATEMENT);
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      // The first statement meets the same, and tells.
    }
  }

  /** Plans a statement over its table. */
  static Plan plan(String sql) {
    Catalog catalog = new Catalog(List.of(table()), List.of(), Definitions.none(1));
    Names names = new Names(catalog, Session.DEFAULT_SCHEMA);
    return new Planner(names, any -> TableStatistics.none(), ParameterBinding.TEXTS)
        .plan(VectraSqlParser.parse(sql));
  }

  private static TableSchema table() {
    List<Column> columns =
        List.of(
            new Column("ID", ColumnType.of(Kind.INTEGER), false),
            new Column("A", ColumnType.of(Kind.INTEGER), true),
            new Column("V", ColumnType.vector(2), true));
    return TableSchema.define("W", columns, List.of(0)).created(1);
  }
}
