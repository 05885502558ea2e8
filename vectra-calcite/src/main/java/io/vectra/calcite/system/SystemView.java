package io.vectra.calcite.system;

import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of a system schema.
 *
 * @param schema the schema that it is in
 * @param definition its name and columns, in the words of the engine
 * @param rows gives its rows
 */
public record SystemView(String schema, TableSchema definition, Rows rows) {

  /** Makes the rows of a view: values of the classes that the types of its columns ask for. */
  @FunctionalInterface
  public interface Rows {
    List<@Nullable Object[]> of(SystemState state);
  }

  public String name() {
    return definition.name();
  }

  /** Begins a view without columns. */
  static Builder named(String schema, String name) {
    return new Builder(schema, name);
  }

  /** The columns of a view in their order; each may be NULL. */
  static final class Builder {
    private final String schema;
    private final String name;
    private final List<Column> columns = new ArrayList<>();

    private Builder(String schema, String name) {
      this.schema = schema;
      this.name = name;
    }

    Builder texts(String... names) {
      return columns(Kind.VARCHAR, names);
    }

    Builder integers(String... names) {
      return columns(Kind.INTEGER, names);
    }

    Builder longs(String... names) {
      return columns(Kind.BIGINT, names);
    }

    Builder doubles(String... names) {
      return columns(Kind.DOUBLE, names);
    }

    Builder flags(String... names) {
      return columns(Kind.BOOLEAN, names);
    }

    Builder timestamps(String... names) {
      return columns(Kind.TIMESTAMP, names);
    }

    private Builder columns(Kind kind, String... names) {
      for (String column : names) {
        columns.add(new Column(column, ColumnType.of(kind), true));
      }
      return this;
    }

    SystemView of(Rows rows) {
      return new SystemView(schema, TableSchema.define(name, columns, List.of()), rows);
    }

    /** A view of what no database has yet. */
    SystemView withoutRows() {
      return of(state -> List.of());
    }
  }
}
