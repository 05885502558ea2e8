package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random decisions, all from one seed. */
final class Choice {
  private final Random random;

  Choice(long seed) {
    this.random = new Random(seed);
  }

  /** From 0 to below a bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From the first to the last number, both included. */
  int between(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  <T> List<T> shuffled(List<T> elements) {
    List<T> shuffled = new ArrayList<>(elements);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
