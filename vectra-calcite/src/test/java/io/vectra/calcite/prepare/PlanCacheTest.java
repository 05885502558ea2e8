package io.vectra.calcite.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans are shared by all sessions of a database, made once, and kept while they hold. */
class PlanCacheTest {
  private static final String SQL = "SELECT a.x FROM a JOIN b ON a.id = b.id WHERE b.y > ?";

  private final Database database = open();
  private final Session session = Sessions.open(database);
  private final PlanCache plans = database.shared(PlanCache.class, PlanCache::new);

  private static Database open() {
    return Vectra.openInMemory("plan-cache", OpenOptions.defaults());
  }

  @BeforeEach
  void create() {
    run("CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER)");
    run("CREATE TABLE b (id INTEGER PRIMARY KEY, y INTEGER)");
    run("CREATE TABLE other (id INTEGER PRIMARY KEY)");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private void run(String sql) {
    session.prepare(sql).execute(new Object[0], ExecutionControl.unlimited());
  }

  private @Nullable Plan known() {
    PlanCache.Based known =
        plans.get(new PlanCache.Key(SQL, Session.DEFAULT_SCHEMA, List.of()), database.catalog());
    return known == null ? null : known.plan();
  }

  private Plan planned() {
    session.prepare(SQL);
    Plan plan = known();
    assertThat(plan).isNotNull();
    return plan;
  }

  @Test
  void sessionsOfOtherHandles_shareThePlan() {
    Plan plan = planned();
    try (Database handle = open();
        Session other = Sessions.open(handle)) {
      other.prepare(SQL);
      assertThat(handle.shared(PlanCache.class, PlanCache::new)).isSameAs(plans);
    }
    assertThat(known()).isSameAs(plan);
  }

  @Test
  void changesOfOtherTables_keepThePlan() {
    Plan plan = planned();
    run("CREATE TABLE newer (id INTEGER PRIMARY KEY)");
    run("ALTER TABLE other ADD COLUMN z INTEGER");
    run("CREATE INDEX other_z ON other (z)");
    run("DROP TABLE newer");
    run("COMMENT ON TABLE a IS 'text'");
    assertThat(known()).isSameAs(plan);
  }

  @Test
  void changesOfItsTables_endThePlan() {
    for (String change :
        List.of(
            "ALTER TABLE a ADD COLUMN z INTEGER",
            "CREATE INDEX b_y ON b (y)",
            "DROP INDEX b_y",
            "CREATE VIEW v AS SELECT * FROM other",
            "CREATE SCHEMA s",
            "DROP TABLE b",
            "CREATE TABLE b (id INTEGER PRIMARY KEY, y BIGINT)")) {
      if (!change.startsWith("CREATE TABLE")) {
        planned();
      }
      run(change);
      assertThat(known()).as(change).isNull();
    }
  }

  @Test
  void tableOfAView_changed_endsThePlanOverTheView() {
    run("CREATE VIEW v AS SELECT id, x FROM a");
    PlanCache.Key key = new PlanCache.Key("SELECT * FROM v", Session.DEFAULT_SCHEMA, List.of());
    session.prepare(key.sql());
    assertThat(plans.get(key, database.catalog())).isNotNull();
    run("ALTER TABLE b ADD COLUMN z INTEGER");
    assertThat(plans.get(key, database.catalog())).isNotNull();
    run("ALTER TABLE a ADD COLUMN z INTEGER");
    assertThat(plans.get(key, database.catalog())).isNull();
  }

  @Test
  void manyThreads_makeAPlanOnce() throws Exception {
    AtomicInteger made = new AtomicInteger();
    PlanCache.Key key = new PlanCache.Key("any", Session.DEFAULT_SCHEMA, List.of());
    Catalog catalog = database.catalog();
    PlanCache.Based plan = new PlanCache.Based(planned(), PlanBasis.of(catalog, List.of()));
    CountDownLatch waiting = new CountDownLatch(7);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<PlanCache.Based>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(
                () ->
                    plans.get(
                        key,
                        catalog,
                        waiting::countDown,
                        () -> {
                          made.incrementAndGet();
                          awaitAll(waiting);
                          return plan;
                        })));
      }
      for (Future<PlanCache.Based> each : all) {
        assertThat(each.get(1, TimeUnit.MINUTES)).isSameAs(plan);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(made).hasValue(1);
  }

  /** Each of the threads that wait counts down at least once, some oftener: so not exact. */
  private static void awaitAll(CountDownLatch waiting) {
    try {
      assertThat(waiting.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waitForAPlan_endsWithTheStatement() throws Exception {
    PlanCache.Key key = new PlanCache.Key("slow", Session.DEFAULT_SCHEMA, List.of());
    Catalog catalog = database.catalog();
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<PlanCache.Based> slow =
          threads.submit(
              () ->
                  plans.get(
                      key,
                      catalog,
                      () -> {},
                      () -> {
                        making.countDown();
                        awaitAll(refused);
                        return new PlanCache.Based(planned(), PlanBasis.of(catalog, List.of()));
                      }));
      assertThat(making.await(1, TimeUnit.MINUTES)).isTrue();
      ExecutionControl control = ExecutionControl.unlimited();
      control.cancel();
      assertThatThrownBy(
              () ->
                  plans.get(
                      key,
                      catalog,
                      control::check,
                      () -> {
                        throw new AssertionError("made twice");
                      }))
          .hasMessageContaining("canceled");
      refused.countDown();
      assertThat(slow.get(1, TimeUnit.MINUTES)).isNotNull();
    } finally {
      threads.shutdownNow();
    }
  }
}
