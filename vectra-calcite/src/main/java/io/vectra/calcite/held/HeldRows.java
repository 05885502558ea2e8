package io.vectra.calcite.held;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that a query reads in one execution; values are those of the engine. */
public record HeldRows(List<@Nullable Object[]> rows) {
  /** Name under which generated code finds them in its data context. */
  public static final String NAME = "vectraHeld";
}
