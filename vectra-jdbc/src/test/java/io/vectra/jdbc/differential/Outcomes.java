package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts of what came of statements, with an example of each refusal and all differences. */
final class Outcomes {
  private final Map<Feature, Integer> mix = new EnumMap<>(Feature.class);
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, String> examples = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private int statements;
  private int relating;
  private int rows;
  private int refusedByVectra;
  private int refusedByH2;
  private int refusedByBoth;

  /** Counts a statement and compares its answers. */
  void add(int number, GeneratedStatement statement, Answer vectra, Answer h2) {
    statements++;
    relating += statement.relatesRows() ? 1 : 0;
    statement.features().forEach(feature -> mix.merge(feature, 1, Integer::sum));
    if (vectra instanceof Answer.Refused one) {
      if (h2 instanceof Answer.Refused) {
        refusedByBoth++;
        return;
      }
      refusedByVectra++;
      refused("Vectra alone " + one.sqlState(), number, statement.vectra(), one);
    } else if (h2 instanceof Answer.Refused other) {
      refusedByH2++;
      refused("H2 alone " + other.sqlState(), number, statement.h2(), other);
    } else {
      rows += vectra instanceof Answer.Rows found ? found.rows().size() : 0;
      Optional<String> difference = new Comparison(statement.isOrdered()).difference(vectra, h2);
      difference.ifPresent(
          what ->
              differences.add(
                  "statement %d: %s%n  Vectra: %s%n  H2:     %s"
                      .formatted(number, what, statement.vectra(), statement.h2())));
    }
  }

  private void refused(String kind, int number, BoundSql sql, Answer.Refused refusal) {
    refusals.merge(kind, 1, Integer::sum);
    examples.putIfAbsent(
        kind, "statement " + number + ": " + sql + System.lineSeparator() + "    " + refusal);
  }

  /** Statements with joins, aggregates or sub-queries. */
  int relating() {
    return relating;
  }

  /** Rows of queries compared. */
  int rows() {
    return rows;
  }

  int refusedByVectra() {
    return refusedByVectra;
  }

  int refusedByH2() {
    return refusedByH2;
  }

  int refusedByBoth() {
    return refusedByBoth;
  }

  List<String> differences() {
    return differences;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d statements, %d with joins, aggregates or sub-queries, %d rows of queries compared%n"
            .formatted(statements, relating, rows));
    text.append("  mix: ").append(mix).append(System.lineSeparator());
    text.append(
        "  refused by both %d, by Vectra alone %d, by H2 alone %d%n"
            .formatted(refusedByBoth, refusedByVectra, refusedByH2));
    refusals.forEach(
        (kind, count) ->
            text.append("  ")
                .append(kind)
                .append(": ")
                .append(count)
                .append(", as ")
                .append(examples.get(kind))
                .append(System.lineSeparator()));
    return text.toString();
  }
}
