package io.vectra.jdbc;

import io.vectra.calcite.prepare.BatchRowException;
import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.SqlResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of texts. Changes of rows that follow one another are one transaction and one log append,
 * of which all or none are kept, in an open transaction too; a definition or a command, such as
 * COMMIT, stands by itself between them.
 */
final class TextBatch {
  private final VectraStatement statement;
  private final List<String> texts;
  private final BatchCounts counts;

  /** The changes before the next text that have not run yet. */
  private final List<PreparedSql> changes = new ArrayList<>();

  TextBatch(VectraStatement statement, List<String> texts) {
    this.statement = statement;
    this.texts = texts;
    this.counts = new BatchCounts(texts.size());
  }

  /**
   * The rows changed by each text.
   *
   * @throws java.sql.BatchUpdateException see {@link BatchCounts}
   */
  long[] run() throws SQLException {
    ExecutionControl control = statement.newControl();
    for (int i = 0; i < texts.size(); i++) {
      try {
        PreparedSql next = statement.connection.plan(texts.get(i), control);
        VectraStatement.checkCounts(next);
        if (next.changesRows()) {
          statement.connection.checkMayRun(next);
          changes.add(next);
          continue;
        }
        runChangesBefore(i, control);
        counts.put(
            i,
            statement.update(
                next, VectraStatement.NO_VALUES, GeneratedKeys.Wanted.NOTHING, control));
      } catch (SQLException e) {
        throw failed(i, e);
      }
    }
    runChangesBefore(texts.size(), control);
    return counts.all();
  }

  private void runChangesBefore(int end, ExecutionControl control) throws SQLException {
    int first = end - changes.size();
    try {
      List<SqlResult.Count> changed =
          statement.connection.session().executeTogether(changes, control);
      for (int i = 0; i < changed.size(); i++) {
        counts.put(first + i, changed.get(i).rows());
      }
      changes.clear();
    } catch (BatchRowException e) {
      throw failed(first + e.row(), SqlExceptions.of(e.change()));
    } catch (RuntimeException | VirtualMachineError e) {
      throw counts.failed(first, end, SqlExceptions.of(e));
    }
  }

  private SQLException failed(int text, SQLException e) {
    return e instanceof java.sql.BatchUpdateException told
        ? told
        : counts.failed(text, "Statement " + (text + 1) + " of the batch failed: ", e);
  }
}
