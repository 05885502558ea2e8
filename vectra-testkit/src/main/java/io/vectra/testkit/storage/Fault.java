package io.vectra.testkit.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Makes chosen calls of a storage fail, and counts how often it did: a test without a fault proves
 * nothing.
 */
public final class Fault implements Interposer {
  private final Predicate<StorageCall> choice;
  private final Effect effect;
  private final AtomicInteger fired = new AtomicInteger();

  /** What a fault does to a call. */
  public enum Effect {
    /** The device reports an error; nothing was done. */
    IO_ERROR,
    /** The device is full; nothing was done. */
    DISK_FULL,
    /** The device is full; half of a write was done. */
    SHORT_WRITE,
    /** The call does nothing, and says that it succeeded. */
    DROP,
    /** The JVM has no memory left for the call. */
    OUT_OF_MEMORY
  }

  /** A fault in every call that is chosen. */
  public Fault(Effect effect, Predicate<StorageCall> choice) {
    this.effect = effect;
    this.choice = choice;
  }

  /**
   * A fault in the calls from number {@code first} on, of those that are chosen, {@code count}
   * times.
   */
  public static Fault at(Effect effect, int first, int count, Predicate<StorageCall> choice) {
    AtomicInteger number = new AtomicInteger();
    return new Fault(
        effect,
        call -> {
          if (!choice.test(call)) {
            return false;
          }
          int n = number.getAndIncrement();
          return n >= first && n < first + count;
        });
  }

  /** How many calls have failed. */
  public int fired() {
    return fired.get();
  }

  @Override
  public void call(StorageCall call, Action action) {
    if (!choice.test(call)) {
      action.run();
      return;
    }
    fired.incrementAndGet();
    switch (effect) {
      case DROP -> {}
      case OUT_OF_MEMORY -> throw new OutOfMemoryError("Injected fault: " + call + ".");
      case IO_ERROR -> throw failed(ErrorCode.IO_ERROR, call);
      case DISK_FULL -> throw failed(ErrorCode.DISK_FULL, call);
      case SHORT_WRITE -> {
        if (call.kind() == StorageCall.Kind.WRITE) {
          action.shorten(call.bytes().length / 2);
        }
        throw failed(ErrorCode.DISK_FULL, call);
      }
    }
  }

  private static VectraException failed(ErrorCode code, StorageCall call) {
    return new VectraException(code, "Injected fault: " + call + ".", new IOException("injected"));
  }
}
