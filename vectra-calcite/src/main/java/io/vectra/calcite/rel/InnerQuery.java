package io.vectra.calcite.rel;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** A planned query that runs within another one, once for each of its rows. */
public interface InnerQuery {

  /** Types of its columns. */
  List<RelDataType> types();

  /**
   * Its rows, as generated code has them, one after another.
   *
   * @param outer the context of the statement
   * @param values of the parameters after those that the statement has there, as the engine has
   *     them
   * @param each takes the rows
   */
  void run(DataContext outer, @Nullable Object[] values, RowSink each);

  /** Takes rows. */
  interface RowSink {
    void row(@Nullable Object[] values);
  }
}
