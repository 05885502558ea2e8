package io.vectra.engine.verify;

import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.state.State;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers that no file of a database has, whoever wrote it: those of manifests that are gone
 * included, as far as a file's name tells of them.
 */
final class UnusedNumbers {
  private static final Pattern TABLE_FILE =
      Pattern.compile(
          "t(?<table>[0-9]{1,9})/(?:segment-(?<segment>[0-9]{1,18})"
              + "|index-(?<index>[0-9]{1,9})-[0-9]+-(?<indexGeneration>[0-9]{1,18})"
              + "|tombstones-[0-9]+-(?<tombstoneGeneration>[0-9]{1,18}))");

  private long generation;
  private long log;
  private long segment;
  private int table;
  private int index;

  UnusedNumbers(KnownFiles known, Manifest manifest) {
    State state = known.state();
    generation = Math.max(known.newest(), manifest.generation());
    log = manifest.logNumber() - 1;
    segment = manifest.nextSegmentNumber() - 1;
    table = manifest.nextTableId() - 1;
    index = manifest.nextIndexId() - 1;
    if (state != null) {
      generation = Math.max(generation, state.generation());
      log = Math.max(log, state.logNumber());
    }
    known.inventory().logs().forEach(number -> log = Math.max(log, number));
    known.inventory().tableFiles().forEach(this::saw);
  }

  private void saw(String name) {
    Matcher file = TABLE_FILE.matcher(name);
    if (!file.matches()) {
      return;
    }
    table = Math.max(table, Integer.parseInt(file.group("table")));
    if (file.group("segment") != null) {
      segment = Math.max(segment, Long.parseLong(file.group("segment")));
    } else if (file.group("index") != null) {
      index = Math.max(index, Integer.parseInt(file.group("index")));
      sawGeneration(Long.parseLong(file.group("indexGeneration")));
    } else {
      sawGeneration(Long.parseLong(file.group("tombstoneGeneration")));
    }
  }

  /** Notes a generation that somebody knows of. */
  void sawGeneration(long seen) {
    generation = Math.max(generation, seen);
  }

  /** A generation above all that were ever seen. */
  long nextGeneration() {
    return generation + 1;
  }

  long nextLog() {
    return log + 1;
  }

  long takeSegment() {
    return ++segment;
  }

  long nextSegment() {
    return segment + 1;
  }

  int nextTableId() {
    return table + 1;
  }

  int nextIndexId() {
    return index + 1;
  }
}
