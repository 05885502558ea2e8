package io.vectra.engine.schema;

import java.util.List;

/** An index of a table: what it is made of, and what it is for. */
public sealed interface IndexSchema permits VectorIndex, ScalarIndex {

  /** Never reused in a database; 0 in a definition that is still to be created. */
  int id();

  String name();

  int tableId();

  /** Positions in the table of the columns that it is made of, in order. */
  List<Integer> columns();

  /** The same index under the id that it was given. */
  IndexSchema withId(int newId);

  /** The same index of a table whose columns have moved: a position for each of the columns. */
  IndexSchema withColumns(List<Integer> positions);
}
