package io.vectra.testkit.mutant;

import io.vectra.testkit.mutant.Check.Cases;
import io.vectra.testkit.workload.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The checks by name. */
public final class Checks {
  static final String CRASHES = "crashes of ";
  static final String DEATH = "death, then power loss";
  static final String DEATH_IN_PUBLISH = "death in a publish, then power loss";
  static final String KILLED = "verify of killed processes";
  static final String KILLED_CLOSING = "verify of processes killed while closing";
  static final String CLOSE_FULL = "closing on a full disk";
  static final String TORN_LENGTHS = "torn lengths";
  static final String PREVIOUS_FILES = "files of the previous manifest";
  static final String FLIPS = "damaged bytes";
  static final String FLIPS_WITHOUT_STATE = "damaged logs without STATE";
  static final String REMOVED = "removed files";
  static final String OLDER = "older files";
  static final String FORKED = "files of a fork";
  static final String FOREIGN_STATE = "STATE of another database";
  static final String NEWEST_MANIFEST = "repair of the newest manifest";
  static final String SWAPPED_BLOCKS = "salvage of swapped blocks";
  static final String HOSTILE_LENGTHS = "hostile lengths";
  static final String FAILED_SYNC = "failed syncs";
  static final String FAILED_NAME = "failed naming of a manifest";
  static final String FULL_DISK = "full disk";
  static final String SHORT_WRITE = "writes that do not arrive";
  static final String LOST_LOCK = "lost lock";
  static final String CONFLICTS = "conflicts";
  static final String SNAPSHOTS = "snapshots";
  static final String UNSEEN = "commits seen before they are safe";
  static final String GROUP = "group commit";
  static final String MERGE = "deletes during a merge";
  static final String FLUSH = "deletes during a flush";
  static final String FLUSH_THEN_LOSS = "deletes during a flush, then power loss";
  static final String NULLS = "NULLs";
  static final String TORN_KEPT = "torn tails are kept";

  private static final Map<String, Check> ALL = all();

  private Checks() {}

  private static Map<String, Check> all() {
    Map<String, Check> checks = new LinkedHashMap<>();
    for (Workload workload : TinyWorkloads.all()) {
      checks.put(CRASHES + workload.name(), cases -> CrashChecks.crashes(workload, cases));
    }
    checks.put(DEATH, CrashChecks::deathThenPowerLoss);
    checks.put(DEATH_IN_PUBLISH, CrashChecks::deathInPublish);
    checks.put(KILLED, CrashChecks::killedProcesses);
    checks.put(KILLED_CLOSING, CrashChecks::killedWhileClosing);
    checks.put(CLOSE_FULL, CrashChecks::closeOnFullDisk);
    checks.put(TORN_LENGTHS, CrashChecks::tornLengths);
    checks.put(PREVIOUS_FILES, DamageChecks::previousFiles);
    checks.put(TORN_KEPT, CrashChecks::tornTails);
    checks.put(FLIPS, DamageChecks::flips);
    checks.put(FLIPS_WITHOUT_STATE, DamageChecks::logFlipsWithoutState);
    checks.put(REMOVED, DamageChecks::removedFiles);
    checks.put(OLDER, DamageChecks::olderFiles);
    checks.put(FORKED, DamageChecks::forkedFiles);
    checks.put(FOREIGN_STATE, DamageChecks::foreignState);
    checks.put(NEWEST_MANIFEST, DamageChecks::newestManifest);
    checks.put(SWAPPED_BLOCKS, FormatChecks::swappedBlocks);
    checks.put(HOSTILE_LENGTHS, FormatChecks::hostileLengths);
    checks.put(FAILED_SYNC, FaultChecks::failedSyncs);
    checks.put(FAILED_NAME, FaultChecks::failedName);
    checks.put(FULL_DISK, FaultChecks::fullDisk);
    checks.put(SHORT_WRITE, FaultChecks::shortWrites);
    checks.put(LOST_LOCK, FaultChecks::lostLock);
    checks.put(CONFLICTS, CommitChecks::conflicts);
    checks.put(SNAPSHOTS, CommitChecks::snapshots);
    checks.put(UNSEEN, CommitChecks::unseen);
    checks.put(GROUP, CommitChecks::groupCommit);
    checks.put(MERGE, CommitChecks::deleteDuringMerge);
    checks.put(FLUSH, CommitChecks::deleteDuringFlush);
    checks.put(FLUSH_THEN_LOSS, CommitChecks::deleteDuringFlushThenLoss);
    checks.put(NULLS, CommitChecks::nulls);
    return checks;
  }

  /** The names of all checks. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Runs a check against the engine that this class was loaded with. */
  public static Verdict run(String name) {
    Check check = ALL.get(name);
    if (check == null) {
      throw new IllegalArgumentException("no check " + name);
    }
    Cases cases = new Cases();
    try {
      check.run(cases);
      return new Verdict(cases.count(), null);
    } catch (AssertionError | RuntimeException e) {
      return new Verdict(cases.count(), e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
