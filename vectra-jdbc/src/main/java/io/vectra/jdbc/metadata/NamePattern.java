package io.vectra.jdbc.metadata;

import org.jspecify.annotations.Nullable;

/**
 * A name pattern of the metadata: {@code %}, {@code _}, and a backslash that takes either as is.
 */
final class NamePattern {
  private NamePattern() {}

  /** Whether a name matches; a null pattern matches everything. Takes time in pattern x name. */
  static boolean matches(@Nullable String pattern, String name) {
    if (pattern == null) {
      return true;
    }
    boolean[] reached = new boolean[name.length() + 1];
    reached[0] = true;
    for (int i = 0; i < pattern.length(); i++) {
      char symbol = pattern.charAt(i);
      boolean escaped = symbol == '\\' && i + 1 < pattern.length();
      if (escaped) {
        symbol = pattern.charAt(++i);
      }
      boolean many = symbol == '%' && !escaped;
      boolean any = symbol == '_' && !escaped;
      boolean[] next = new boolean[reached.length];
      next[0] = many && reached[0];
      for (int j = 1; j < next.length; j++) {
        next[j] =
            many
                ? next[j - 1] || reached[j]
                : reached[j - 1] && (any || name.charAt(j - 1) == symbol);
      }
      reached = next;
    }
    return reached[name.length()];
  }
}
