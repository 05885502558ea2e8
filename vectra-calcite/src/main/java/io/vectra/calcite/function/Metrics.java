package io.vectra.calcite.function;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The words that name a metric in SQL. */
public final class Metrics {
  private static final Map<String, Metric> WORDS =
      new TreeMap<>(
          Map.of(
              "COSINE", Metric.COSINE,
              "EUCLIDEAN", Metric.EUCLIDEAN,
              "L2", Metric.EUCLIDEAN,
              "EUCLIDEAN_SQUARED", Metric.EUCLIDEAN_SQUARED,
              "L2_SQUARED", Metric.EUCLIDEAN_SQUARED,
              "DOT", Metric.DOT,
              "MANHATTAN", Metric.MANHATTAN,
              "L1", Metric.MANHATTAN));

  private Metrics() {}

  /**
   * The metric of a word, in any case.
   *
   * @throws VectraException UNDEFINED_OBJECT, listing the known ones
   */
  public static Metric of(String word) {
    Metric metric = WORDS.get(word.toUpperCase(Locale.ROOT));
    if (metric == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT,
          "'" + word + "' is not a metric; known ones are " + WORDS.keySet() + ".");
    }
    return metric;
  }

  /**
   * The metric of the indexes on a column; COSINE where there is none.
   *
   * @throws VectraException INVALID_PARAMETER when they do not agree
   */
  public static Metric ofIndexes(Catalog catalog, TableSchema table, int column) {
    TreeSet<Metric> metrics = new TreeSet<>();
    for (VectorIndex index : catalog.vectorIndexesOf(table.id())) {
      if (index.column() == column) {
        metrics.add(index.options().metric());
      }
    }
    if (metrics.size() > 1) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "KNN without a metric is not clear here: indexes on "
              + table.name()
              + "."
              + table.column(column).name()
              + " use "
              + metrics
              + ". Say one, as in METRIC => '"
              + metrics.first()
              + "'.");
    }
    return metrics.isEmpty() ? Metric.COSINE : metrics.first();
  }

  /** The words that are metrics, in upper case. */
  static Set<String> names() {
    return WORDS.keySet();
  }
}
