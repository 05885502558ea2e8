package io.vectra.calcite.held;

import io.vectra.engine.schema.TableSchema;
import java.util.List;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The tables of held rows that one statement is planned with. Belongs to its planner. */
public final class HeldSchema {
  /** No user can write it. */
  private static final String NAME = "\u0001HELD";

  private final CalciteSchema schema;
  private int tables;

  private HeldSchema(CalciteSchema schema) {
    this.schema = schema;
  }

  /** An empty one below a root. */
  public static HeldSchema addTo(CalciteSchema root) {
    return new HeldSchema(root.add(NAME, new AbstractSchema()));
  }

  /** Adds held rows of a table; gives the name to select from. */
  public SqlIdentifier add(TableSchema table, SqlParserPos at) {
    return add(table, new HeldTable(table, false), at);
  }

  /** Adds rows of a table with those that were to be inserted in their place. */
  public SqlIdentifier addPairs(TableSchema table, SqlParserPos at) {
    return add(table, new HeldTable(table, true), at);
  }

  private SqlIdentifier add(TableSchema table, HeldTable held, SqlParserPos at) {
    String name = table.name() + "\u0001" + tables++;
    schema.add(name, held);
    return new SqlIdentifier(List.of(NAME, name), at);
  }
}
