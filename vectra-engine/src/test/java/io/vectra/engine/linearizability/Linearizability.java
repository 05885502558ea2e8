package io.vectra.engine.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Checks that what threads get from an object at once is what one thread could have got, one call
 * after the other: random scenarios, each run many times. It happens in a JVM of its own, since the
 * checker rewrites classes that are loaded, which slows down whatever uses them later.
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
    check("stress", subject, specification, runs);
  }

  /**
   * Runs scenarios in orders that are chosen one by one, switching between threads at each access
   * to what they share. For subjects that make no threads and no files.
   *
   * @param orders of each scenario
   */
  public static void explore(Class<?> subject, Class<?> specification, int orders) {
    check("explore", subject, specification, orders);
  }

  private static void check(String how, Class<?> subject, Class<?> specification, int times) {
    String out;
    int exit;
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+IgnoreUnrecognizedVMOptions",
                  "-XX:+EnableDynamicAgentLoading",
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Linearizability.class.getName(),
                  how,
                  subject.getName(),
                  specification.getName(),
                  Integer.toString(SCENARIOS),
                  Integer.toString(times))
              .redirectErrorStream(true)
              .start();
      out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      exit = process.waitFor();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    assertThat(exit).as(out).isZero();
    System.out.printf(
        "%s: %d scenarios, %s, each up to %d times%n",
        subject.getEnclosingClass().getSimpleName(), SCENARIOS, how, times);
  }

  /** The JVM that checks: how, the subject, its specification, scenarios, and runs of each. */
  public static void main(String[] args) throws ClassNotFoundException {
    Class<?> subject = Class.forName(args[1]);
    Class<?> specification = Class.forName(args[2]);
    int scenarios = Integer.parseInt(args[3]);
    int times = Integer.parseInt(args[4]);
    if (args[0].equals("stress")) {
      new StressOptions()
          .iterations(scenarios)
          .threads(THREADS)
          .actorsPerThread(CALLS_A_THREAD)
          .invocationsPerIteration(times)
          .sequentialSpecification(specification)
          .check(subject);
    } else {
      new ModelCheckingOptions()
          .iterations(scenarios)
          .threads(2)
          .actorsPerThread(CALLS_A_THREAD)
          .invocationsPerIteration(times)
          .sequentialSpecification(specification)
          .check(subject);
    }
    System.exit(0); // whatever threads the subject has left
  }
}
