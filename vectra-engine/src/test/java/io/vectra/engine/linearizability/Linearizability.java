package io.vectra.engine.linearizability;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Checks that what threads get from an object at once is what one thread could have got, one call
 * after the other: random scenarios, each run many times.
 */
public final class Linearizability {
  private static final int SCENARIOS = Boolean.getBoolean("vectra.proof") ? 40 : 10;
  private static final int THREADS = 3;
  private static final int CALLS_A_THREAD = 3;

  private Linearizability() {}

  /**
   * Runs scenarios on the threads of this machine.
   *
   * @param runs of each scenario
   * @throws AssertionError with the scenario and its results when no order explains them
   */
  public static void stress(Class<?> subject, Class<?> specification, int runs) {
    new StressOptions()
        .iterations(SCENARIOS)
        .threads(THREADS)
        .actorsPerThread(CALLS_A_THREAD)
        .invocationsPerIteration(runs)
        .sequentialSpecification(specification)
        .check(subject);
    tell(subject, "run", runs);
  }

  /**
   * Runs scenarios in orders that are chosen one by one, switching between threads at each access
   * to what they share. For subjects that make no threads and no files.
   *
   * @param orders of each scenario
   */
  public static void explore(Class<?> subject, Class<?> specification, int orders) {
    new ModelCheckingOptions()
        .iterations(SCENARIOS)
        .threads(2)
        .actorsPerThread(CALLS_A_THREAD)
        .invocationsPerIteration(orders)
        .sequentialSpecification(specification)
        .check(subject);
    tell(subject, "explored in order", orders);
  }

  private static void tell(Class<?> subject, String how, int times) {
    System.out.printf(
        "%s: %d scenarios, each %s up to %d times%n",
        subject.getEnclosingClass().getSimpleName(), SCENARIOS, how, times);
  }
}
