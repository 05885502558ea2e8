package io.vectra.jdbc.shared;

import java.util.Map;
import java.util.TreeMap;

/** What processes have said to be acknowledged; safe for many threads. */
final class Acknowledged {
  private final Map<Integer, Integer> history = new TreeMap<>();
  private final long[] counters = new long[SharedTables.COUNTERS];
  private final Map<String, Integer> done = new TreeMap<>();
  private long commits;

  /** Takes a line; false when it is none of an acknowledgement. */
  synchronized boolean note(String line) {
    String[] words = line.split(" ");
    if (words.length == 3 && words[0].equals("history")) {
      history.merge(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Math::max);
      commits++;
    } else if (words.length == 3 && words[0].equals("counter")) {
      counters[Integer.parseInt(words[1])] += Long.parseLong(words[2]);
      commits++;
    } else if (words.length == 3 && words[0].equals("done")) {
      done.merge(words[1], Integer.parseInt(words[2]), Integer::sum);
    } else {
      return false;
    }
    return true;
  }

  /** The last number of a writer, or 0. */
  synchronized int last(int writer) {
    return history.getOrDefault(writer, 0);
  }

  synchronized Map<Integer, Integer> history() {
    return new TreeMap<>(history);
  }

  synchronized long counter(int id) {
    return counters[id];
  }

  synchronized int done(String what) {
    return done.getOrDefault(what, 0);
  }

  synchronized long commits() {
    return commits;
  }

  @Override
  public synchronized String toString() {
    return commits + " transfers and additions acknowledged, " + done;
  }
}
