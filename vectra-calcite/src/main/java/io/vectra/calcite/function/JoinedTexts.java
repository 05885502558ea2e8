package io.vectra.calcite.function;

import org.jspecify.annotations.Nullable;

/** STRING_AGG: the texts of a group in the order in which they come, with separators between. */
public final class JoinedTexts {
  private @Nullable StringBuilder joined;

  /** Generated code makes one that makes all others. */
  public JoinedTexts() {}

  /** What joins the texts of one group. */
  public JoinedTexts init() {
    return new JoinedTexts();
  }

  /** Takes a text of a group; NULLs do not come here. */
  public JoinedTexts add(JoinedTexts group, String text, String separator) {
    if (group.joined == null) {
      group.joined = new StringBuilder(text);
    } else {
      long chars = (long) group.joined.length() + separator.length() + text.length();
      TextSize.checked("STRING_AGG", chars);
      group.joined.append(separator).append(text);
    }
    return group;
  }

  /** The texts of a group; NULL of none. */
  public @Nullable String result(JoinedTexts group) {
    return group.joined == null ? null : group.joined.toString();
  }
}
