package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryContext;
import io.vectra.calcite.schema.Values;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.List;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** The rows of generated code as a cursor of engine values. */
final class GeneratedRows implements ResultCursor {
  private static final int CHECK_INTERVAL = 64;

  private final Enumerator<?> rows;
  private final List<RelDataType> types;
  private final QueryContext context;
  private @Nullable Object current;
  private long read;

  GeneratedRows(Enumerator<?> rows, List<RelDataType> types, QueryContext context) {
    this.rows = rows;
    this.types = types;
    this.context = context;
  }

  @Override
  public boolean next() {
    if (read++ % CHECK_INTERVAL == 0) {
      context.check();
    }
    boolean found;
    try {
      found = rows.moveNext();
      current = found ? rows.current() : null;
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
    return found;
  }

  @Override
  public @Nullable Object value(int column) {
    Object row = current;
    if (types.size() == 1) {
      Object value = row instanceof Object[] array && array.length == 1 ? array[0] : row;
      return Values.toEngine(value, types.get(0));
    }
    if (row == null) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "The result is not on a row: call next() first.");
    }
    return Values.toEngine(((Object[]) row)[column], types.get(column));
  }

  @Override
  public void close() {
    rows.close();
  }
}
