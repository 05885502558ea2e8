package io.vectra.engine.verify;

import java.util.ArrayList;
import java.util.List;

/** Reports as tables that people read. */
final class ReportText {
  private static final List<String> HEADINGS =
      List.of("SEVERITY", "FILE", "OFFSET", "BYTES", "KIND", "ROWS", "DELETIONS", "TABLE", "WHAT");

  private ReportText() {}

  static String of(VerifyReport report) {
    StringBuilder text = new StringBuilder();
    text.append("Database ").append(report.database()).append('\n');
    text.append(
        "Generation %d, last commit %d, %s; %,d files with %,d bytes checked, %,d rows in segments%n"
            .formatted(
                report.generation(),
                report.lsn(),
                report.closed() ? "closed" : "not closed",
                report.files(),
                report.bytes(),
                report.rows()));
    table(text, report.findings());
    long damages = report.damages().size();
    text.append(
        damages == 0
            ? "Nothing is damaged.\n"
            : "%,d damages, %s.%n".formatted(damages, cost(report)));
    return text.toString();
  }

  static String of(RepairReport report) {
    StringBuilder text = new StringBuilder();
    text.append("Database ").append(report.database()).append('\n');
    if (!report.changed()) {
      return text.append("Nothing is damaged; nothing was changed.\n").toString();
    }
    table(text, report.found());
    report.actions().forEach(action -> text.append("- ").append(action).append('\n'));
    text.append(
        "Lost: %,d rows of segments, %s. Deleted rows that may be back: %,d. Generation %d is current.%n"
            .formatted(
                report.rowsLost(),
                report.lostCommits().isEmpty()
                    ? "no commits of the logs"
                    : "and what the commits %s wrote"
                        .formatted(String.join(", ", report.lostCommits())),
                report.deletionsLost(),
                report.generation()));
    if (report.quarantine() != null) {
      text.append("The evidence is in ").append(report.quarantine()).append(".\n");
    }
    return text.toString();
  }

  private static String cost(VerifyReport report) {
    boolean uncounted = report.findings().stream().anyMatch(Finding::isUncounted);
    long deletions = report.deletionsLost();
    if (uncounted && report.rowsLost() == 0 && deletions == 0) {
      return "which cost rows or deletions that cannot be counted";
    }
    return "%,d rows lost%s%s"
        .formatted(
            report.rowsLost(),
            deletions == 0 ? "" : ", %,d deleted rows may be back".formatted(deletions),
            uncounted ? ", and more that cannot be counted" : "");
  }

  private static String count(long count) {
    return count == Finding.UNKNOWN ? "?" : Long.toString(count);
  }

  private static void table(StringBuilder text, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADINGS);
    findings.forEach(finding -> lines.add(cells(finding)));
    int[] widths = new int[HEADINGS.size() - 1];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      text.append(line.get(widths.length)).append('\n');
    }
  }

  private static List<String> cells(Finding finding) {
    return List.of(
        finding.severity().name(),
        finding.file(),
        Long.toString(finding.offset()),
        Long.toString(finding.length()),
        finding.kind().name(),
        count(finding.rows()),
        count(finding.deletions()),
        finding.table() == null ? "-" : finding.table(),
        finding.what() + (finding.derived() ? " (can be rebuilt)" : ""));
  }
}
