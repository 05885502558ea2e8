package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.table.TableState;
import java.util.HashSet;
import java.util.Set;

/** Checks an index before it is created. */
final class IndexChecks {
  private IndexChecks() {}

  /**
   * Checks the definition of an index, and the rows where it is to be unique; runs under the writer
   * lock.
   *
   * @param poll run for each row; what it throws is thrown
   */
  static void check(Catalog catalog, TableState table, IndexSchema index, Runnable poll) {
    SchemaChecks.checkName("index", index.name());
    boolean taken =
        catalog.index(new QualifiedName(table.schema().schema(), index.name())) != null
            || table.indexes().stream().anyMatch(other -> other.name().equals(index.name()));
    if (taken) {
      throw new VectraException(
          ErrorCode.DUPLICATE_OBJECT, "Index " + index.name() + " already exists.");
    }
    if (index instanceof ScalarIndex scalar) {
      checkScalar(table, scalar, poll);
    } else {
      checkVector(table, (VectorIndex) index);
    }
  }

  private static void checkVector(TableState table, VectorIndex index) {
    Column column = table.schema().column(index.column());
    if (column.type().kind() != Kind.VECTOR) {
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          "Column "
              + table.schema().name()
              + "."
              + column.name()
              + " is "
              + column.type()
              + "; a vector index needs a VECTOR column.");
    }
    int dimensions = column.type().precision();
    if (!index.options().quantizationOf(dimensions).isPossible(dimensions)) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "Index option quantization = 'bit' needs vectors of at least "
              + Quantization.MIN_BIT_DIMENSIONS
              + " dimensions; column "
              + table.schema().name()
              + "."
              + column.name()
              + " has "
              + dimensions
              + ". Leave the option out, or use 'int8' or 'none'.");
    }
    for (IndexSchema other : table.indexes()) {
      if (other instanceof VectorIndex vector
          && vector.column() == index.column()
          && vector.options().metric() == index.options().metric()) {
        throw new VectraException(
            ErrorCode.DUPLICATE_OBJECT,
            "Column "
                + table.schema().name()
                + "."
                + column.name()
                + " already has the index "
                + other.name()
                + " for "
                + vector.options().metric()
                + ".");
      }
    }
  }

  private static void checkScalar(TableState table, ScalarIndex index, Runnable poll) {
    TableSchema schema = table.schema();
    if (index.key().size() > Limits.MAX_INDEX_COLUMNS) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "Index "
              + index.name()
              + " has "
              + index.key().size()
              + " columns, the limit is "
              + Limits.MAX_INDEX_COLUMNS
              + ".");
    }
    Set<Integer> seen = new HashSet<>();
    for (int position : index.columns()) {
      Column column = schema.column(position);
      if (!seen.add(position)) {
        throw new VectraException(
            ErrorCode.DUPLICATE_COLUMN,
            "Index " + index.name() + " names " + column.name() + " twice.");
      }
      if (column.type().kind() == Kind.VECTOR) {
        throw new VectraException(
            ErrorCode.DATATYPE_MISMATCH,
            "Column "
                + schema.name()
                + "."
                + column.name()
                + " is "
                + column.type()
                + "; write CREATE VECTOR INDEX to find the nearest vectors.");
      }
    }
    if (index.unique()) {
      UniqueRows.require(table, index, poll);
    }
  }
}
