package io.vectra.testkit.mutant;

import io.vectra.testkit.storage.StorageCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A disk that lies: everything that it is told seems to be done, as the page cache has it, but what
 * reaches the device is something else.
 *
 * @param id unique and stable
 * @param files what it lies about
 * @param what what it does instead
 * @param needed whether the engine depends on the truth; else no crash may show a difference
 * @param lie the calls that it was told, to those that it does; as many, in the place of dropped
 *     ones {@link #NOTHING}, so that each acknowledgement stays between the same calls
 */
record StorageMutant(
    String id, String files, String what, boolean needed, UnaryOperator<List<StorageCall>> lie) {
  /** A call that does nothing. */
  static final StorageCall NOTHING =
      new StorageCall(StorageCall.Kind.SYNC_DIRECTORY, "no such directory", "", 0, new byte[0]);

  /** Drops every call that is chosen. */
  static UnaryOperator<List<StorageCall>> drop(Predicate<StorageCall> chosen) {
    return calls -> calls.stream().map(call -> chosen.test(call) ? NOTHING : call).toList();
  }

  /** Drops every chosen call that directly follows another chosen one. */
  static UnaryOperator<List<StorageCall>> dropAfter(
      Predicate<StorageCall> before, Predicate<StorageCall> chosen) {
    return calls -> {
      List<StorageCall> done = new ArrayList<>(calls);
      for (int i = 1; i < done.size(); i++) {
        if (before.test(calls.get(i - 1)) && chosen.test(calls.get(i))) {
          done.set(i, NOTHING);
        }
      }
      return done;
    };
  }

  /** Does half of every write that is chosen. */
  static UnaryOperator<List<StorageCall>> shorten(Predicate<StorageCall> chosen) {
    return calls ->
        calls.stream()
            .map(
                call ->
                    chosen.test(call) && call.kind() == StorageCall.Kind.WRITE
                        ? write(call, call.position(), half(call.bytes()))
                        : call)
            .toList();
  }

  /** Does every write that is chosen some bytes further on. */
  static UnaryOperator<List<StorageCall>> misdirect(int by, Predicate<StorageCall> chosen) {
    return calls ->
        calls.stream()
            .map(
                call ->
                    chosen.test(call) && call.kind() == StorageCall.Kind.WRITE
                        ? write(call, call.position() + by, call.bytes())
                        : call)
            .toList();
  }

  /** Does each chosen call after the next one that is later. */
  static UnaryOperator<List<StorageCall>> late(
      Predicate<StorageCall> chosen, Predicate<StorageCall> later) {
    return calls -> {
      List<StorageCall> done = new ArrayList<>(calls);
      for (int i = calls.size() - 2; i >= 0; i--) {
        if (chosen.test(calls.get(i))) {
          move(done, i, next(done, i, later));
        }
      }
      return done;
    };
  }

  /** Does each chosen call before the call that stands so many earlier ones back. */
  static UnaryOperator<List<StorageCall>> early(
      Predicate<StorageCall> chosen, Predicate<StorageCall> earlier, int back) {
    return calls -> {
      List<StorageCall> done = new ArrayList<>(calls);
      for (int i = 1; i < done.size(); i++) {
        if (chosen.test(done.get(i))) {
          int to = i;
          for (int n = 0; n < back && to > 0; n++) {
            to--;
            while (to > 0 && !earlier.test(done.get(to))) {
              to--;
            }
          }
          if (to > 0 && earlier.test(done.get(to))) {
            done.add(to, done.remove(i));
          }
        }
      }
      return done;
    };
  }

  private static int next(List<StorageCall> calls, int from, Predicate<StorageCall> later) {
    for (int i = from + 1; i < calls.size(); i++) {
      if (later.test(calls.get(i))) {
        return i;
      }
    }
    return from;
  }

  /** Moves a call; one of a file that has been renamed meanwhile follows its name. */
  private static void move(List<StorageCall> calls, int from, int to) {
    StorageCall call = calls.remove(from);
    for (StorageCall passed : calls.subList(from, to)) {
      if (passed.kind() == StorageCall.Kind.RENAME && passed.file().equals(call.file())) {
        call = new StorageCall(call.kind(), passed.target(), "", call.position(), call.bytes());
      }
    }
    calls.add(to, call);
  }

  private static StorageCall write(StorageCall call, long position, byte[] bytes) {
    return new StorageCall(StorageCall.Kind.WRITE, call.file(), "", position, bytes);
  }

  private static byte[] half(byte[] bytes) {
    return java.util.Arrays.copyOf(bytes, bytes.length / 2);
  }
}
