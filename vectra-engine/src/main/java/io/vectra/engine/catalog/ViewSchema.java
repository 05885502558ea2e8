package io.vectra.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.List;

/**
 * A view as it was created.
 *
 * @param columns their names, and their types then
 * @param query gives its rows
 */
public record ViewSchema(QualifiedName name, List<Column> columns, Query query) {
  public ViewSchema {
    requireNonNull(name, "name is null");
    requireNonNull(query, "query is null");
    columns = TableSchema.define(name.name(), columns, List.of()).created(0).columns();
  }

  /** Its name and columns, as those of a table. */
  public TableSchema definition() {
    return TableSchema.define(name.name(), columns, List.of()).in(name.schema());
  }

  /**
   * The query of a view.
   *
   * @param schema where names without a schema are looked up
   * @param columns the names that its columns had when the view was created, in the view's order
   */
  public record Query(String text, String schema, List<String> columns) {
    public Query {
      requireNonNull(text, "text is null");
      requireNonNull(schema, "schema is null");
      columns = List.copyOf(columns);
    }
  }
}
