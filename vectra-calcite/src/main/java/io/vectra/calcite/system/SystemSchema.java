package io.vectra.calcite.system;

import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/** The system views of one schema as Calcite sees them; the same for every database. */
public final class SystemSchema extends AbstractSchema {
  private static final Map<String, SystemSchema> SCHEMAS = new HashMap<>();

  static {
    for (String schema : SystemViews.SCHEMAS) {
      SCHEMAS.put(schema, new SystemSchema(schema));
    }
  }

  private final Map<String, Table> tables = new HashMap<>();

  private SystemSchema(String schema) {
    for (SystemView view : SystemViews.of(schema)) {
      tables.put(view.name(), new SystemTable(view));
    }
  }

  /** Adds all system schemas to a root, where no unqualified name reaches them. */
  public static void addTo(CalciteSchema root) {
    SCHEMAS.forEach(root::add);
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return tables;
  }
}
