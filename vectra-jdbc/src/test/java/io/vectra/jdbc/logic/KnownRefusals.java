package io.vectra.jdbc.logic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The rules of exceptions.txt, and how often each was met. */
final class KnownRefusals {
  private static final String FILE = "exceptions.txt";

  private final Map<Rule, Integer> met = new LinkedHashMap<>();

  private record Rule(String sqlState, Pattern sql, String reason) {}

  private KnownRefusals(List<String> lines) {
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" \\| ");
        int flags = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
        met.put(new Rule(parts[0], Pattern.compile(parts[1], flags), parts[2]), 0);
      }
    }
  }

  static KnownRefusals read() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(KnownRefusals.class.getResourceAsStream(FILE), FILE),
                StandardCharsets.UTF_8))) {
      return new KnownRefusals(reader.lines().toList());
    }
  }

  /** Whether a rule says that this is refused with this code. */
  boolean contain(String sqlState, String sql) {
    for (Rule rule : met.keySet()) {
      if (rule.sqlState().equals(sqlState) && rule.sql().matcher(sql).lookingAt()) {
        met.merge(rule, 1, Integer::sum);
        return true;
      }
    }
    return false;
  }

  /** The rules that refused nothing. */
  List<String> unmet() {
    return met.entrySet().stream()
        .filter(rule -> rule.getValue() == 0)
        .map(rule -> rule.getKey().sqlState() + " | " + rule.getKey().sql())
        .toList();
  }

  /** Each rule with how often it was met. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    met.forEach(
        (rule, times) ->
            text.append("  %d x %s: %s%n".formatted(times, rule.sql(), rule.reason())));
    return text.toString();
  }
}
