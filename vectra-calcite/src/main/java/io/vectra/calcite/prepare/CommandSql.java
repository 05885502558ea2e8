package io.vectra.calcite.prepare;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A statement without parameters and rows: DDL, transaction control, SET, CHECKPOINT. */
final class CommandSql implements PreparedSql {
  private final Consumer<ExecutionControl> command;
  private final boolean readsOnly;

  /**
   * A command.
   *
   * @param readsOnly whether it changes nothing but the session
   */
  CommandSql(Consumer<ExecutionControl> command, boolean readsOnly) {
    this.command = command;
    this.readsOnly = readsOnly;
  }

  @Override
  public boolean isQuery() {
    return false;
  }

  @Override
  public boolean readsOnly() {
    return readsOnly;
  }

  @Override
  public List<ColumnInfo> columns() {
    return List.of();
  }

  @Override
  public List<ParameterInfo> parameters() {
    return List.of();
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    if (values.length > 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "The statement has no parameters, but " + values.length + " values are bound.");
    }
    control.check();
    command.accept(control);
    return SqlResult.Count.of(0);
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    List<SqlResult.Count> counts = new ArrayList<>();
    for (@Nullable Object[] values : batch) {
      counts.add((SqlResult.Count) execute(values, control));
    }
    return counts;
  }
}
