package io.vectra.engine;

import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.lock.PolledLock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Values of sequences that are reserved and not handed out yet. Safe for many threads. */
final class SequenceBlocks {
  private final Map<QualifiedName, Reserved> reserved = new HashMap<>(); // under the lock
  private final PolledLock lock = new PolledLock();

  /** What is left of a reservation: {@code left} values from {@code next}. */
  private record Reserved(SequenceSchema.Block block, long next, long left) {}

  /**
   * The next value of a sequence.
   *
   * @param current the sequence as it is now; what was reserved of an older version is lost
   * @param reservation reserves the next block, durably
   * @param poll run while others reserve; what it throws ends the wait, and is thrown
   */
  long next(
      SequenceSchema current,
      Function<QualifiedName, SequenceSchema.Block> reservation,
      Runnable poll) {
    lock.lock(poll);
    try {
      return next(current, reservation);
    } finally {
      lock.unlock();
    }
  }

  private long next(
      SequenceSchema current, Function<QualifiedName, SequenceSchema.Block> reservation) {
    Reserved known = reserved.remove(current.name());
    if (known == null || known.block().after().version() != current.version()) {
      SequenceSchema.Block block = reservation.apply(current.name());
      known = new Reserved(block, block.first(), block.count());
    }
    long value = known.next();
    if (known.left() > 1) {
      long following = value + known.block().after().range().increment();
      reserved.put(current.name(), new Reserved(known.block(), following, known.left() - 1));
    }
    return value;
  }
}
