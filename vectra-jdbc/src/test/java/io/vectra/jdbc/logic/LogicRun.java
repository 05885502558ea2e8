package io.vectra.jdbc.logic;

import io.vectra.jdbc.logic.LogicRecord.Query;
import io.vectra.jdbc.logic.LogicRecord.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs files, each on a database of its own, and keeps what is not as they say. */
final class LogicRun {
  private final KnownRefusals refusals;
  private final List<String> failures = new ArrayList<>();
  private int queries;
  private int files;

  LogicRun(KnownRefusals refusals) {
    this.refusals = refusals;
  }

  /**
   * Runs a file from its beginning until so many queries have been answered.
   *
   * @param step one of so many queries is asked
   */
  void run(LogicFile file, int most, int step) throws SQLException {
    int met = 0;
    int end = queries + most;
    try (LogicDatabase database = new LogicDatabase("jdbc:vectra:memory:logic-" + files++)) {
      for (LogicRecord record : file.records()) {
        if (queries == end) {
          return;
        }
        if (record instanceof Query && met++ % step != 0) {
          continue;
        }
        String outcome = outcome(database, record);
        if (outcome != null) {
          failures.add(
              "%s:%d %s%n  %s".formatted(file.name(), record.line(), outcome, record.sql()));
        }
      }
    }
  }

  /** What became of a record; null when that is as its file says, or known. */
  private String outcome(LogicDatabase database, LogicRecord record) {
    try {
      if (record instanceof Query query) {
        queries++;
        List<String> values = database.values(query);
        return query.expected().matches(values) ? null : "gave " + values;
      }
      database.execute(record.sql());
      return ((Statement) record).fails() ? "was not refused" : null;
    } catch (SQLException e) {
      boolean expected =
          record instanceof Statement statement && statement.fails()
              || refusals.contain(e.getSQLState(), record.sql());
      return expected ? null : e.getSQLState() + " " + e.getMessage();
    }
  }

  int queries() {
    return queries;
  }

  int files() {
    return files;
  }

  List<String> failures() {
    return failures;
  }
}
