package io.vectra.calcite.prepare;

import java.util.List;

/** What a WHEN of a MERGE does; values stand in the row that the query of the MERGE gives. */
sealed interface MergeAction {

  /** Replaces the row of the table. */
  record Update(List<AssignedValue> values) implements MergeAction {}

  /** Deletes the row of the table. */
  record Delete() implements MergeAction {}

  /** Inserts a row, all of whose columns have a value here. */
  record Insert(List<AssignedValue> values) implements MergeAction {}

  /** Leaves everything as it is. */
  record Nothing() implements MergeAction {}
}
