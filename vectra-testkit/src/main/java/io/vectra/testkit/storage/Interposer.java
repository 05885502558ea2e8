package io.vectra.testkit.storage;

/** Stands between the engine and a storage: decides for each call whether and how it happens. */
public interface Interposer {

  /**
   * Handles a call.
   *
   * @param action does what was asked for; for a write, {@link Action#shorten} does less
   */
  void call(StorageCall call, Action action);

  /** What was asked of the storage. */
  interface Action {
    /** Does it. */
    void run();

    /** Does a part of a write: only the first bytes. */
    void shorten(int count);
  }
}
