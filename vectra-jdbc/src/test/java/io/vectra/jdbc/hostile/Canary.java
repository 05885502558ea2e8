package io.vectra.jdbc.hostile;

/** A class on the class path that hostile inputs name; nobody else does. */
public final class Canary {
  private Canary() {}

  /** What such an input would call. */
  public static String sing() {
    return "canary";
  }
}
