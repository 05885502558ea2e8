package io.vectra.calcite.rel;

import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.schema.Metric;

/** What a nearest search orders by, as plans show it. */
public record SearchTerm(String column, Metric metric, String query, Absent absent) {
  @Override
  public String toString() {
    return metric
        + "("
        + column
        + ", "
        + query
        + ")"
        + switch (absent) {
          case LAST -> "";
          case FIRST -> " absent first";
          case LEFT_OUT -> " without absent";
        };
  }
}
