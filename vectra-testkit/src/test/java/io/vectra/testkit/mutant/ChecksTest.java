package io.vectra.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick checks one by one, for reports of one rule and for PIT, which runs them many times. */
class ChecksTest {

  static Stream<String> quickChecks() {
    return Checks.names().stream()
        .filter(name -> !name.startsWith(Checks.CRASHES) || name.endsWith(" commits"))
        .filter(name -> !name.equals(Checks.DEATH) && !name.equals(Checks.FLUSH_THEN_LOSS))
        .filter(name -> !name.equals(Checks.FLIPS));
  }

  @ParameterizedTest
  @MethodSource("quickChecks")
  void check_ofTheEngine_findsNothing(String name) {
    Verdict verdict = Checks.run(name);
    assertThat(verdict.violation()).isNull();
    assertThat(verdict.cases()).isPositive();
  }
}
