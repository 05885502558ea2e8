package io.vectra.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.testkit.leak.MayLeak;
import io.vectra.testkit.mutant.Check.Cases;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Tests the tests: every rule of the commit protocol is broken once, and the check that is named
 * for it has to notice.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@MayLeak
class MutantsTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("vectra.engineSources", "../vectra-engine/src/main/java"));
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final Path DOCS = Path.of(System.getProperty("vectra.docs", "../docs"));

  @Test
  void check_ofTheEngineAsItIs_findsNothing() {
    MutantLoader engine = new MutantLoader(Map.of());
    TreeSet<String> checks = new TreeSet<>();
    sample(EngineMutants.all()).forEach(mutant -> checks.add(mutant.check()));
    List<String> violations = new ArrayList<>();
    long start = System.nanoTime();
    int cases = 0;
    for (String check : checks) {
      long began = System.nanoTime();
      Verdict verdict = engine.run(check);
      cases += verdict.cases();
      System.out.printf(
          "without a mutant: %-45s %6d cases %5.1f s%n",
          check, verdict.cases(), (System.nanoTime() - began) / 1e9);
      assertThat(verdict.cases()).as(check).isPositive();
      if (verdict.caught()) {
        violations.add(check + ": " + verdict.violation());
      }
    }
    System.out.printf(
        "checks without a mutant: %d, %d cases, %.1f s%n",
        checks.size(), cases, (System.nanoTime() - start) / 1e9);
    assertThat(violations).isEmpty();
  }

  @Test
  void engineMutant_whateverRuleItBreaks_isCaught() {
    MutantCompiler compiler = new MutantCompiler(SOURCES);
    List<String> survivors = new ArrayList<>();
    Map<String, Integer> packages = new TreeMap<>();
    long start = System.nanoTime();
    List<EngineMutant> mutants = sample(EngineMutants.all());
    for (EngineMutant mutant : mutants) {
      Verdict verdict = new MutantLoader(compiler.compile(mutant)).run(mutant.check());
      packages.merge(mutant.packageName(), 1, Integer::sum);
      print(mutant.id(), mutant.packageName(), mutant.what(), mutant.check(), verdict);
      if (!verdict.caught()) {
        survivors.add(mutant.id());
      }
    }
    System.out.printf(
        "engine mutants: %d of %d caught, %s, %.1f s%n",
        mutants.size() - survivors.size(),
        mutants.size(),
        packages,
        (System.nanoTime() - start) / 1e9);
    assertThat(survivors).isEmpty();
    assertThat(mutants).hasSizeGreaterThanOrEqualTo(20);
    for (String name :
        List.of("wal", "manifest", "segment", "commit", "recovery", "state", "format")) {
      assertThat(packages.get(name)).as(name).isPositive();
    }
  }

  /** What the documents call not needed is not needed. */
  @Test
  @EnabledIfSystemProperty(named = "vectra.proof", matches = "true")
  void engineMutant_thatIsRedundant_isNotNoticed() {
    MutantCompiler compiler = new MutantCompiler(SOURCES);
    List<String> noticed = new ArrayList<>();
    for (EngineMutant mutant : EngineMutants.redundant()) {
      MutantLoader loader = new MutantLoader(compiler.compile(mutant));
      for (String check : Checks.names()) {
        Verdict verdict = loader.run(check);
        if (verdict.caught()) {
          noticed.add(mutant.id() + " by " + check + ": " + verdict.violation());
        }
      }
      System.out.printf("redundant %-28s %s%n", mutant.id(), mutant.what());
    }
    assertThat(noticed).isEmpty();
  }

  @Test
  void storageMutant_thatLiesAboutWhatIsNeeded_isCaught() {
    List<Workload.Recording> recordings =
        TinyWorkloads.all().stream().map(Workload::record).toList();
    List<String> wrong = new ArrayList<>();
    long start = System.nanoTime();
    List<StorageMutant> mutants = sample(StorageMutants.all());
    for (StorageMutant mutant : mutants) {
      Verdict verdict = run(mutant, recordings);
      print(mutant.id(), mutant.files(), mutant.what(), "crashes", verdict);
      assertThat(verdict.cases()).as(mutant.id()).isPositive();
      if (verdict.caught() != mutant.needed()) {
        wrong.add(mutant.id() + ": " + verdict.violation());
      }
    }
    System.out.printf(
        "storage mutants: %d of %d as expected, %.1f s%n",
        mutants.size() - wrong.size(), mutants.size(), (System.nanoTime() - start) / 1e9);
    assertThat(wrong).isEmpty();
    assertThat(StorageMutants.all()).hasSizeGreaterThanOrEqualTo(15);
  }

  /** Every third mutant; all of them in proofs. */
  private static <T> List<T> sample(List<T> mutants) {
    return IntStream.range(0, mutants.size())
        .filter(i -> PROOF || i % 3 == 0)
        .mapToObj(mutants::get)
        .toList();
  }

  private static Verdict run(StorageMutant mutant, List<Workload.Recording> recordings) {
    Cases cases = new Cases();
    // What is not needed has to survive every crash: all of them only in proofs.
    int tried = mutant.needed() || PROOF ? recordings.size() : 3;
    for (Workload.Recording recording : recordings.subList(0, tried)) {
      List<StorageCall> done = mutant.lie().apply(recording.calls());
      assertThat(done).hasSameSizeAs(recording.calls());
      if (!done.equals(recording.calls())) {
        try {
          CrashChecks.crashes(recording, done, cases);
        } catch (AssertionError e) {
          return new Verdict(cases.count(), e.getMessage());
        }
      }
    }
    return new Verdict(cases.count(), null);
  }

  private static void print(String id, String place, String what, String check, Verdict verdict) {
    String violation = String.valueOf(verdict.violation());
    System.out.printf(
        "mutant %-28s %-11s %-75s %s by \"%s\" after %d: %s%n",
        id,
        place,
        what,
        verdict.caught() ? "caught" : "NOT CAUGHT",
        check,
        verdict.cases(),
        violation.substring(violation.length() - Math.min(160, violation.length())));
  }

  @Test
  void table_inTheDocuments_isThatOfTheMutants() throws Exception {
    List<String> expected =
        Stream.concat(
                Stream.concat(EngineMutants.all().stream(), EngineMutants.redundant().stream())
                    .map(m -> row(m.id(), m.packageName(), m.what(), m.check())),
                StorageMutants.all().stream()
                    .map(m -> row(m.id(), m.files(), m.what(), caughtBy(m))))
            .toList();
    Path file = DOCS.resolve("durability-mutants.md");
    List<String> documented =
        Files.readAllLines(file).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(documented)
        .as("%s; it should have the lines\n%s", file, String.join("\n", expected))
        .containsExactlyElementsOf(expected);
  }

  private static String caughtBy(StorageMutant mutant) {
    return mutant.needed() ? "crashes of tiny workloads" : "nothing: it is not needed";
  }

  private static String row(String id, String place, String what, String check) {
    return "| `" + id + "` | " + place + " | " + what + " | " + check + " |";
  }
}
