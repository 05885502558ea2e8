package io.vectra.engine.verify;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param database its directory
 * @param databaseId null when no manifest is intact
 * @param generation of the manifest that everything was measured by
 * @param lsn of the last commit that is there
 * @param closed whether the database had been closed in order
 * @param files that were checked
 * @param bytes of those files
 * @param rows live rows of all segments, by the manifest
 * @param findings the worst first
 */
public record VerifyReport(
    String database,
    @Nullable String databaseId,
    long generation,
    long lsn,
    boolean closed,
    int files,
    long bytes,
    long rows,
    List<Finding> findings) {
  public VerifyReport {
    findings =
        findings.stream()
            .sorted(
                Comparator.comparing(Finding::severity)
                    .reversed()
                    .thenComparing(Finding::file)
                    .thenComparingLong(Finding::offset))
            .toList();
  }

  /** Whether nothing at all is damaged; notes may remain. */
  public boolean isClean() {
    return findings.stream().noneMatch(VerifyReport::isDamage);
  }

  /** What is damaged, without the notes. */
  public List<Finding> damages() {
    return findings.stream().filter(VerifyReport::isDamage).toList();
  }

  /** Whether rows or commits are lost or in doubt, or the database does not open. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** Rows that the damage costs as far as that can be counted. */
  public long rowsLost() {
    return findings.stream().mapToLong(finding -> Math.max(0, finding.rows())).sum();
  }

  /** Deletions that the damage costs as far as that can be counted: rows that may be back. */
  public long deletionsLost() {
    return findings.stream().mapToLong(finding -> Math.max(0, finding.deletions())).sum();
  }

  static boolean isDamage(Finding finding) {
    return finding.severity() != Severity.NOTE;
  }

  /** A table for people. */
  public String toText() {
    return ReportText.of(this);
  }

  /** The same as a JSON document, for programs. */
  public String toJson() {
    return ReportJson.of(this);
  }
}
