package io.vectra.jdbc.mutated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spoils a statement in one place or a few: its tokens or its characters. */
final class StatementMutator {
  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\w+|\\s+|<=>|<->|<#>|<=|>=|<>|\\|\\||.");

  private static final List<String> INTRUDERS =
      List.of(
          "'",
          "\"",
          "''",
          "(",
          ")",
          "((((((((",
          "[",
          "]",
          "{",
          "}",
          ",",
          ".",
          ";",
          ":",
          "?",
          "?, ?",
          "--",
          "-- x\n",
          "/*",
          "*/",
          "/* x */",
          "/*+ exact */",
          "\\",
          "%",
          "#",
          "@",
          "\u0000",
          "\u00e9",
          "\uD83D\uDE00",
          "\uD800",
          "\u202e",
          "\ufeff",
          "99999999999999999999999999999999999999999999999999",
          "9223372036854775808",
          "-1",
          "0",
          "1e999",
          "1e-999",
          "0.0000000000000000000000000000000000000000000001",
          "'[1,2'",
          "'[NaN,1e999,3]'",
          "NULL",
          "TRUE",
          "DEFAULT",
          "CAST(NULL AS INTEGER)",
          "INTERVAL '1' YEAR",
          "ARRAY[1, 2]",
          "ROW(1, 2)",
          "MULTISET[1]",
          "CURRENT_TIMESTAMP",
          "(SELECT 1 FROM docs)",
          "COUNT(*)",
          "OVER ()",
          "x".repeat(300));

  private static final int MOST_MUTATIONS = 3;

  private final Random random;
  private final List<String> words;

  /** A mutator that takes words from good statements. */
  StatementMutator(Random random, List<String> corpus) {
    this.random = random;
    this.words = corpus.stream().flatMap(sql -> tokens(sql).stream()).distinct().toList();
  }

  /** The statement with one mutation or a few. */
  String mutate(String sql) {
    String mutated = sql;
    for (int i = 0; i == 0 || i < MOST_MUTATIONS && random.nextInt(3) == 0; i++) {
      mutated =
          switch (random.nextInt(5)) {
            case 0 -> mutateCharacters(mutated);
            case 1, 2 -> mutateTokens(mutated);
            default -> exchangeAlike(mutated);
          };
    }
    return mutated;
  }

  /** Another word for a word, another number for a number: most of it is understood. */
  private String exchangeAlike(String sql) {
    List<String> tokens = new ArrayList<>(tokens(sql));
    if (tokens.isEmpty()) {
      return pick(words);
    }
    int place = random.nextInt(tokens.size());
    String token = tokens.get(place);
    List<String> alike =
        java.util.stream.Stream.concat(words.stream(), INTRUDERS.stream())
            .filter(word -> isAlike(word, token))
            .toList();
    tokens.set(place, alike.isEmpty() ? token : pick(alike));
    return String.join("", tokens);
  }

  private static boolean isAlike(String one, String other) {
    return !one.isBlank()
        && !other.isBlank()
        && Character.getType(one.charAt(0)) == Character.getType(other.charAt(0));
  }

  private String mutateTokens(String sql) {
    List<String> tokens = new ArrayList<>(tokens(sql));
    if (tokens.isEmpty()) {
      return pick(words);
    }
    int place = random.nextInt(tokens.size());
    switch (random.nextInt(6)) {
      case 0 -> tokens.remove(place);
      case 1 -> tokens.add(place, tokens.get(place));
      case 2 -> {
        int other = random.nextInt(tokens.size());
        String token = tokens.set(place, tokens.get(other));
        tokens.set(other, token);
      }
      case 3 -> tokens.set(place, pick(words));
      case 4 -> tokens.set(place, pick(INTRUDERS));
      default -> tokens.add(place, " " + pick(random.nextBoolean() ? INTRUDERS : words) + " ");
    }
    return String.join("", tokens);
  }

  private String mutateCharacters(String sql) {
    if (sql.isEmpty()) {
      return pick(INTRUDERS);
    }
    StringBuilder characters = new StringBuilder(sql);
    int place = random.nextInt(sql.length());
    switch (random.nextInt(5)) {
      case 0 -> characters.deleteCharAt(place);
      case 1 -> characters.insert(place, sql.charAt(place));
      case 2 -> characters.insert(place, pick(INTRUDERS));
      case 3 -> characters.setCharAt(place, (char) (32 + random.nextInt(96)));
      default -> characters.setLength(place);
    }
    return characters.toString();
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static List<String> tokens(String sql) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sql);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }
}
