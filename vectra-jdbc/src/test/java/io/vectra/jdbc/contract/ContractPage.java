package io.vectra.jdbc.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page's tables, one for each interface below a heading of its own. */
final class ContractPage {
  private ContractPage() {}

  static List<String> read(Path page, Subject subject) throws IOException {
    return section(Files.readAllLines(page), subject).stream()
        .filter(line -> line.startsWith("| `"))
        .toList();
  }

  private static String heading(Subject subject) {
    return "## " + subject.title();
  }

  private static List<String> section(List<String> lines, Subject subject) {
    int from = lines.indexOf(heading(subject));
    int to = from + 1;
    while (from >= 0 && to < lines.size() && !lines.get(to).startsWith("## ")) {
      to++;
    }
    return from < 0 ? lines.subList(0, 0) : lines.subList(from, to);
  }

  static void write(Path page, Subject subject, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(page));
    section(lines, subject).clear();
    if (!lines.get(lines.size() - 1).isEmpty()) {
      lines.add("");
    }
    lines.add(heading(subject));
    lines.add(subject.closes() ? "| Method | In use | Closed |" : "| Method | Answer |");
    lines.add(subject.closes() ? "|---|---|---|" : "|---|---|");
    lines.addAll(rows);
    Files.write(page, lines);
  }
}
