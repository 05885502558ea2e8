package io.vectra.calcite.function;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** STRING_AGG of the texts of a group that differ, each where it comes first. */
public final class DistinctTexts {
  private final Set<String> seen = new HashSet<>();
  private final JoinedTexts joined = new JoinedTexts();

  /** Generated code makes one that makes all others. */
  public DistinctTexts() {}

  /** What joins the texts of one group. */
  public DistinctTexts init() {
    return new DistinctTexts();
  }

  /** Takes a text of a group; NULLs do not come here. */
  public DistinctTexts add(DistinctTexts group, String text, String separator) {
    if (group.seen.add(text)) {
      group.joined.add(group.joined, text, separator);
    }
    return group;
  }

  /** The texts of a group; NULL of none. */
  public @Nullable String result(DistinctTexts group) {
    return group.joined.result(group.joined);
  }
}
