package io.vectra.calcite.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.calcite.system.StatementStatus;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunningStatementsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // wraps round, as it may
  private final RunningStatements statements =
      new RunningStatements(Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);

  @Test
  void of_aDatabase_listsWhatRunsOnItThroughAnyHandle() {
    try (Database one = Vectra.openInMemory("running-one", OpenOptions.defaults());
        Database again = Vectra.openInMemory("running-one", OpenOptions.defaults());
        Database other = Vectra.openInMemory("running-other", OpenOptions.defaults())) {
      RunningStatements.Running first = statements.begin(one, "SELECT 1");
      nanos.addAndGet(2_500_000);
      RunningStatements.Running second = statements.begin(again, "SELECT 2");
      statements.begin(other, "SELECT 3");
      assertThat(statements.of(one))
          .isEqualTo(statements.of(again))
          .containsExactly(
              new StatementStatus(1, "SELECT 1", NOW.minusNanos(2_500_000), 2),
              new StatementStatus(2, "SELECT 2", NOW, 0));
      statements.end(first);
      statements.end(first);
      assertThat(statements.of(one)).extracting(StatementStatus::id).containsExactly(2L);
      statements.end(second);
      assertThat(statements.of(one)).isEmpty();
    }
  }
}
