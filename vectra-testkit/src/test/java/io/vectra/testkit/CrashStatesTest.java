package io.vectra.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.workload.CrashCheck;
import io.vectra.testkit.workload.Workload;
import io.vectra.testkit.workload.Workloads;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Enumerates crashes; every count is printed. */
class CrashStatesTest {
  private static final int RANDOM_IMAGES = Integer.getInteger("vectra.crash.randomImages", 6);

  /** Random programs beside the named workloads. */
  private static final int PROGRAMS = Integer.getInteger("vectra.crash.programs", 1);

  private static final int LEAST_IMAGES = Integer.getInteger("vectra.crash.leastImages", 20_000);

  /** One first crash in that many is followed by every second crash. */
  private static final int FIRST_CRASH_STEP =
      Integer.getInteger(
          "vectra.crash.firstCrashStep", Boolean.getBoolean("vectra.proof") ? 1 : 24);

  private static final long SEED = Long.getLong("vectra.crash.seed", 20_261);

  @Test
  void everyCrashImage_ofEveryWorkload_recoversAPrefixWithEveryAcknowledgedCommit() {
    AtomicInteger images = new AtomicInteger();
    Stream.concat(Workloads.all().stream(), Workloads.random(PROGRAMS, SEED).stream())
        .parallel()
        .forEach(workload -> images.addAndGet(crashAtEveryCall(workload)));
    System.out.printf("crash images: %d, seed %d%n", images.get(), SEED);
    assertThat(images.get()).isGreaterThanOrEqualTo(LEAST_IMAGES);
  }

  private static int crashAtEveryCall(Workload workload) {
    long start = System.nanoTime();
    Workload.Recording recording = workload.record();
    CrashStates crashes = new CrashStates(recording.calls(), RANDOM_IMAGES, SEED);
    CrashCheck check = new CrashCheck(recording);
    crashes.forEach(check::check);
    assertThat(crashes.fewestModels()).as(workload.name()).isGreaterThanOrEqualTo(8);
    System.out.printf(
        "%-30s %4d calls, %3d commits, %3d+ loss models a call: %6d distinct images, %3d distinct"
            + " states, %.1f s%n",
        workload.name(),
        recording.calls().size(),
        recording.history().size(),
        crashes.fewestModels(),
        crashes.images(),
        check.states(),
        (System.nanoTime() - start) / 1e9);
    return crashes.images();
  }

  @Test
  void everyCrashWithinRecovery_ofSmallWorkloads_stillRecoversThePrefix() {
    List<Workload> workloads = Workloads.small();
    AtomicInteger images = new AtomicInteger();
    workloads.parallelStream()
        .forEach(
            workload -> {
              Workload.Recording recording = workload.record();
              CrashCheck check = new CrashCheck(recording);
              CrashStates crashes = new CrashStates(recording.calls(), 0, SEED);
              AtomicInteger first = new AtomicInteger();
              AtomicInteger second = new AtomicInteger();
              crashes.forEach(
                  (image, point, processDied) -> {
                    if (first.getAndIncrement() % FIRST_CRASH_STEP == 0) {
                      second.addAndGet(check.checkCrashInRecovery(image, point, processDied, SEED));
                    }
                  });
              images.addAndGet(second.get());
              System.out.printf(
                  "%-30s %4d calls: %5d first crashes, 1 in %d taken, %6d distinct images of second crashes%n",
                  workload.name(),
                  recording.calls().size(),
                  first.get(),
                  FIRST_CRASH_STEP,
                  second.get());
            });
    System.out.printf("crash images at depth two: %d, seed %d%n", images.get(), SEED);
    assertThat(images.get()).isGreaterThan(5_000);
  }
}
