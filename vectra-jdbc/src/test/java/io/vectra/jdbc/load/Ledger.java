package io.vectra.jdbc.load;

import java.util.concurrent.atomic.AtomicLongArray;

/** What was acknowledged to clients, kept outside of the database. Thread-safe. */
final class Ledger {
  static final int ACCOUNTS = 500;
  static final long BALANCE = 1_000;
  static final int COUNTERS = 16;
  static final int WORDS = 200;

  /** How often each counter was raised. */
  final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

  /** How often each word was put. */
  final AtomicLongArray words = new AtomicLongArray(WORDS);

  /** Of the events of each thread that are there: how many. */
  final AtomicLongArray events;

  /** Of the events of each thread that are there: the sum of their numbers. */
  final AtomicLongArray numbers;

  Ledger(int threads) {
    events = new AtomicLongArray(threads);
    numbers = new AtomicLongArray(threads);
  }

  static long sum(AtomicLongArray all) {
    long sum = 0;
    for (int i = 0; i < all.length(); i++) {
      sum += all.get(i);
    }
    return sum;
  }
}
