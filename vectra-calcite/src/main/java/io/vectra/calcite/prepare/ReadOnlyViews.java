package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.Names;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The refusal to change rows of a view. */
final class ReadOnlyViews {
  private ReadOnlyViews() {}

  /**
   * Lets pass what changes no view.
   *
   * @throws VectraException FEATURE_NOT_SUPPORTED for an INSERT, UPDATE, DELETE or MERGE of one
   */
  static void refuseChange(SqlNode statement, Names names) {
    SqlNode target = target(statement);
    if (target != null) {
      refuse(target, names);
    }
  }

  /** Lets pass the name of a table whose rows are to be changed. */
  static void refuse(SqlNode target, Names names) {
    if (names.viewOrNull(target) != null) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          target
              + " is a view, whose rows cannot be changed: change those of the tables that it"
              + " reads. Nothing was written.");
    }
  }

  private static @Nullable SqlNode target(SqlNode statement) {
    if (statement instanceof SqlInsert insert) {
      return insert.getTargetTable();
    }
    if (statement instanceof SqlUpdate update) {
      return update.getTargetTable();
    }
    if (statement instanceof SqlDelete delete) {
      return delete.getTargetTable();
    }
    return statement instanceof SqlMerge merge ? merge.getTargetTable() : null;
  }
}
