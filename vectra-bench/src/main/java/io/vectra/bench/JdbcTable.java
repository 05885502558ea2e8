package io.vectra.bench;

import io.vectra.engine.schema.Metric;

/** The same table as {@link io.vectra.bench.system.VectraTable}, in SQL. */
final class JdbcTable {
  static final String INSERT = "INSERT INTO items (id, r, lexname, embedding) VALUES (?, ?, ?, ?)";

  private JdbcTable() {}

  static String createTable(int dimensions) {
    return "CREATE TABLE items (id INTEGER PRIMARY KEY, r INTEGER NOT NULL, lexname VARCHAR NOT"
        + " NULL, embedding VECTOR("
        + dimensions
        + ") NOT NULL)";
  }

  static String createIndex(Metric metric) {
    return "CREATE VECTOR INDEX items_nn ON items (embedding) WITH (metric = '"
        + metric.name()
        + "')";
  }

  static String nearest(Metric metric, int k) {
    return "SELECT id FROM items ORDER BY VECTOR_DISTANCE(embedding, ?, "
        + metric.name()
        + ") LIMIT "
        + k;
  }
}
