package io.vectra.engine.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.function.Supplier;

/**
 * Faults of mapped pages that the JVM reports late: compiled code that meets a page which cannot be
 * read goes on with any bytes, and an InternalError follows on the same thread when it next looks
 * for what is due. Whoever hands on what was read lets it be reported first.
 */
public final class MappedFaults {
  /** Zero; not final, so that no compiler knows. */
  private static int none;

  private MappedFaults() {}

  /**
   * Has the JVM throw what is due on this thread. It does so on its way back from allocating an
   * array of arrays, for which every compiler calls it; before JDK 22 not on the way back from a
   * native method.
   */
  public static void report() {
    if (new byte[none][none].length != none) {
      throw new AssertionError("an array of " + none);
    }
  }

  /**
   * What a read returns, when no fault is due after it.
   *
   * @throws VectraException IO_ERROR for a fault, which comes before whatever its bytes led to
   */
  public static <T> T reported(Supplier<T> read) {
    try {
      return orFault(read);
    } catch (InternalError e) {
      throw translate(e);
    }
  }

  private static <T> T orFault(Supplier<T> read) {
    try {
      T result = read.get();
      report();
      return result;
    } catch (RuntimeException e) {
      report();
      throw e;
    }
  }

  /** A fault as IO_ERROR; any other error of the JVM is thrown as it is. */
  public static VectraException translate(InternalError fault) {
    drain(fault);
    if (!String.valueOf(fault.getMessage()).contains("unsafe memory access")) {
      throw fault;
    }
    return new VectraException(
        ErrorCode.IO_ERROR,
        "Cannot read a page of a database file: the device failed, or the file was cut short while"
            + " it was open.",
        fault);
  }

  /** Takes what is due beside a fault that has come: the JVM may report one twice. */
  static void drain(InternalError fault) {
    try {
      report();
    } catch (InternalError again) {
      fault.addSuppressed(again);
    }
  }
}
