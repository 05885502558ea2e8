package io.vectra.jdbc.logic;

import io.vectra.jdbc.logic.LogicRecord.Query;
import io.vectra.jdbc.logic.LogicRecord.Statement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A file of logic tests: records with an empty line between them, each of <code>statement</code> or
 * <code>query</code>, SQL, and what is expected. Of records for some databases alone, it has those
 * for PostgreSQL, whose division and types are ours.
 *
 * @param name the resource's
 */
record LogicFile(String name, List<LogicRecord> records) {
  private static final String LIKE_OURS = "postgresql";
  private static final String DIGEST = " values hashing to ";

  /** Reads a file from the class path. */
  static LogicFile read(String name) throws IOException {
    InputStream resource = LogicFile.class.getClassLoader().getResourceAsStream(name);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(resource, name), StandardCharsets.UTF_8))) {
      return new LogicFile(name, records(reader));
    }
  }

  private static List<LogicRecord> records(BufferedReader reader) throws IOException {
    List<LogicRecord> records = new ArrayList<>();
    List<String> block = new ArrayList<>();
    int number = 0;
    int start = 0;
    boolean halted = false;
    for (String line = reader.readLine(); line != null && !halted; line = reader.readLine()) {
      number++;
      if (line.isBlank()) {
        halted = add(block, start, records);
        block.clear();
      } else if (!line.startsWith("#")) {
        start = block.isEmpty() ? number : start;
        block.add(line.stripTrailing());
      }
    }
    if (!halted) {
      add(block, start, records);
    }
    return records;
  }

  /** Adds the record of a block, if there is one for us; whether it ends the file. */
  private static boolean add(List<String> block, int start, List<LogicRecord> records) {
    int first = 0;
    boolean ours = true;
    while (first < block.size()
        && (block.get(first).startsWith("onlyif ") || block.get(first).startsWith("skipif "))) {
      String[] condition = block.get(first).split("[ \t#]+");
      ours &= condition[0].equals("onlyif") == condition[1].equals(LIKE_OURS);
      first++;
    }
    if (!ours || first == block.size()) {
      return false;
    }
    String[] words = block.get(first).split("[ \t]+");
    List<String> rest = block.subList(first + 1, block.size());
    switch (words[0]) {
      case "halt" -> {
        return true;
      }
      case "hash-threshold" -> {}
      case "statement" ->
          records.add(new Statement(start, String.join("\n", rest), words[1].equals("error")));
      case "query" -> records.add(query(start, words, rest));
      default -> throw new IllegalStateException("line " + start + ": " + block.get(first));
    }
    return false;
  }

  private static Query query(int line, String[] words, List<String> rest) {
    int bar = rest.indexOf("----");
    List<String> sql = bar < 0 ? rest : rest.subList(0, bar);
    List<String> values = bar < 0 ? List.of() : rest.subList(bar + 1, rest.size());
    return new Query(
        line,
        String.join("\n", sql),
        words[1],
        words.length < 3
            ? ValueOrder.NOSORT
            : ValueOrder.valueOf(words[2].toUpperCase(Locale.ROOT)),
        expected(values));
  }

  private static ExpectedValues expected(List<String> values) {
    if (values.size() == 1 && values.get(0).contains(DIGEST)) {
      String[] parts = values.get(0).split(DIGEST);
      return new ExpectedValues.Digest(Integer.parseInt(parts[0]), parts[1]);
    }
    return new ExpectedValues.Listed(List.copyOf(values));
  }
}
