package io.vectra.jdbc.load;

import java.util.concurrent.atomic.LongAdder;

/** What a thread does in one step, how often beside the others, and what came of it. */
enum Operation {
  READ_ACCOUNT(160),
  READ_EVENT(80),
  NEAREST(80),
  JOIN(40),
  AGGREGATE(40),
  SUM_OF_ACCOUNTS(60),
  READ_OWN_EVENTS(60),
  REPEATED_READ(30),
  INSERT(120),
  INSERT_BATCH(30),
  DELETE(50),
  COUNT_UP(100),
  PUT_WORD(80),
  TRANSFER(80),
  TRANSFER_LOCKED(50),
  ROLLED_BACK(30),
  CANCELED_READ(10),
  CANCELED_COUNT_UP(10),
  DEFINE_OWN_TABLE(2),
  OPEN_CONNECTION(30);

  final int weight;
  final LongAdder done = new LongAdder();
  final LongAdder conflicts = new LongAdder();
  final LongAdder canceled = new LongAdder();
  final LongAdder nanos = new LongAdder();

  Operation(int weight) {
    this.weight = weight;
  }

  /** The one that a number from 0 to {@link #weights} stands for. */
  static Operation of(int number) {
    int left = number;
    for (Operation each : values()) {
      left -= each.weight;
      if (left < 0) {
        return each;
      }
    }
    throw new IllegalArgumentException("no operation " + number);
  }

  static int weights() {
    int sum = 0;
    for (Operation each : values()) {
      sum += each.weight;
    }
    return sum;
  }

  @Override
  public String toString() {
    long times = Math.max(1, done.sum() + conflicts.sum() + canceled.sum());
    return String.format(
        "%s: %,d done, %,d conflicts, %,d canceled, %,d us each",
        name(), done.sum(), conflicts.sum(), canceled.sum(), nanos.sum() / times / 1_000);
  }
}
