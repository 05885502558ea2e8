package io.vectra.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * Random statements over NULLs, duplicates and empty texts have the answers that H2 gives.
 *
 * <p>To replay: <code>-Dvectra.seed=S</code>, with <code>-Dvectra.differential.only=N</code> for
 * statement N alone. <code>-Dvectra.differential.statements=100000</code> looks longer.
 */
class H2DifferentialTest {
  private static final long SEED = Long.getLong("vectra.seed", 20_261);
  private static final int STATEMENTS = Integer.getInteger("vectra.differential.statements", 2_000);
  private static final int ONLY = Integer.getInteger("vectra.differential.only", -1);

  @Test
  void statement_ofTheCommonSubset_isAnsweredAsByH2() throws SQLException {
    System.out.printf(
        "H2 differential: replay with -Dvectra.seed=%d [-Dvectra.differential.only=N]%n", SEED);
    Outcomes outcomes = new Outcomes();
    try (TestDatabase vectra = TestDatabase.open("jdbc:vectra:memory:differential", SEED);
        TestDatabase h2 = TestDatabase.open("jdbc:h2:mem:differential", SEED)) {
      int first = ONLY < 0 ? 0 : ONLY;
      int end = ONLY < 0 ? STATEMENTS : ONLY + 1;
      for (int number = first; number < end; number++) {
        GeneratedStatement statement = GeneratedStatement.of(SEED, number);
        outcomes.add(
            number,
            statement,
            vectra.answer(statement.vectra(), statement.changed()),
            h2.answer(statement.h2(), statement.changed()));
      }
    }
    System.out.print(outcomes);
    assertThat(outcomes.differences()).as("seed %d", SEED).isEmpty();
    if (ONLY < 0) {
      assertThat(outcomes.relating()).isGreaterThan(STATEMENTS / 2);
      assertThat(outcomes.rows()).isGreaterThan(STATEMENTS);
      assertThat(outcomes.refusedByVectra()).isLessThanOrEqualTo(3 + STATEMENTS / 100);
      assertThat(outcomes.refusedByH2()).isLessThanOrEqualTo(3 + STATEMENTS / 50);
      assertThat(outcomes.refusedByBoth()).isLessThanOrEqualTo(3 + STATEMENTS / 20);
    }
  }
}
