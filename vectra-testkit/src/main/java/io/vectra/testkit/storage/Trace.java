package io.vectra.testkit.storage;

import java.util.ArrayList;
import java.util.List;

/** Records every call that changes a storage, in the order in which they take effect. */
public final class Trace implements Interposer {
  private final List<StorageCall> calls = new ArrayList<>(); // guarded by this

  @Override
  public void call(StorageCall call, Action action) {
    if (!call.kind().changes()) {
      action.run();
      return;
    }
    synchronized (this) {
      action.run();
      calls.add(call);
    }
  }

  /** How many calls there were so far. */
  public synchronized int size() {
    return calls.size();
  }

  /** The calls so far. */
  public synchronized List<StorageCall> calls() {
    return List.copyOf(calls);
  }
}
