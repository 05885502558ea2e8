package io.vectra.calcite.prepare;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** Columns whose default is the next value of a sequence. */
final class SequenceDefaults {
  private SequenceDefaults() {}

  /**
   * Refuses to drop a sequence that a column takes its default from.
   *
   * @throws VectraException DEPENDENT_OBJECTS, which names the columns
   */
  static void refuseDropped(Catalog catalog, QualifiedName sequence) {
    NextValue value = new NextValue(sequence.schema(), sequence.name());
    List<String> columns = new ArrayList<>();
    for (TableSchema table : catalog.tables()) {
      for (Column column : table.columns()) {
        if (value.equals(column.defaultValue())) {
          columns.add(QualifiedName.of(table) + "." + column.name());
        }
      }
    }
    if (!columns.isEmpty()) {
      throw new VectraException(
          ErrorCode.DEPENDENT_OBJECTS,
          "Sequence "
              + sequence
              + " cannot be dropped while it is the default of "
              + String.join(", ", columns)
              + ": drop the default first, or use DROP SEQUENCE .. CASCADE. Nothing was changed.");
    }
  }
}
