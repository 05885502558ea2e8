package io.vectra.testkit.mutant;

import java.util.List;

/**
 * A change of the engine's source that breaks one rule.
 *
 * @param id unique and stable
 * @param file below {@code io/vectra/engine}
 * @param what the rule that is broken
 * @param edits what is replaced
 * @param check the name of the check that has to notice
 */
record EngineMutant(String id, String file, String what, List<Edit> edits, String check) {

  /** Text that stands in the file exactly once, and what takes its place. */
  record Edit(String old, String replacement) {}

  /** The engine's package that it changes. */
  String packageName() {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "engine" : file.substring(0, slash);
  }

  /**
   * The changed source.
   *
   * @throws AssertionError when the source has changed so that the table has to follow
   */
  String applyTo(String source) {
    String changed = source;
    for (Edit edit : edits) {
      int at = changed.indexOf(edit.old());
      if (at < 0 || changed.indexOf(edit.old(), at + 1) >= 0) {
        throw new AssertionError(
            "Mutant "
                + id
                + ": the text it replaces is "
                + (at < 0 ? "not" : "more than once")
                + " in "
                + file
                + ". Adapt the mutant to the engine. The text is:\n"
                + edit.old());
      }
      changed =
          changed.substring(0, at)
              + edit.replacement()
              + changed.substring(at + edit.old().length());
    }
    return changed;
  }
}
