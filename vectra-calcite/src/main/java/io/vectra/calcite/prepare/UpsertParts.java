package io.vectra.calcite.prepare;

import io.vectra.calcite.held.HeldSchema;
import io.vectra.calcite.held.HeldTable;
import io.vectra.calcite.parser.SqlAliasedInsert;
import io.vectra.calcite.parser.SqlUpsert;
import io.vectra.calcite.schema.Names;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * An INSERT, and the query that computes the new values of rows that it met: of each row there is,
 * with the one that was to be inserted, it gives their number, the values, then whether the
 * condition holds if there is one.
 */
record UpsertParts(SqlUpsert statement) implements Composition {

  @Override
  public SqlNode main(Names names) {
    return new Single(statement.insert()).main(names);
  }

  @Override
  public List<SqlNode> queries(Names names, HeldSchema held) {
    if (!(statement.action() instanceof SqlUpsert.Update update)) {
      return List.of();
    }
    SqlInsert insert = statement.insert();
    SqlNodeList items = new SqlNodeList(SqlParserPos.ZERO);
    items.add(new SqlIdentifier(HeldTable.NUMBER, SqlParserPos.ZERO));
    TableSchema table = HeldQuery.table(insert.getTargetTable(), names);
    for (SqlNode value : values(update, table)) {
      if (!AssignedValue.isDefault(value)) {
        items.add(value);
      }
    }
    if (update.where() != null) {
      items.add(update.where());
    }
    HeldQuery query =
        HeldQuery.of(items, insert.getTargetTable(), SqlAliasedInsert.aliasOf(insert), names);
    SqlSelect select = query.over(held.addPairs(table, insert.getParserPosition()));
    return List.of(Objects.requireNonNull(select.accept(new Excluded(query.alias()))));
  }

  private static List<SqlNode> values(SqlUpsert.Update update, TableSchema table) {
    return AssignedValue.computed(
        table,
        AssignedValue.positions(table, update.assignments().columns()),
        update.assignments().values());
  }

  /** Finds the columns of EXCLUDED in the row that has both. */
  private static final class Excluded extends SqlShuttle {
    private final SqlIdentifier alias;

    Excluded(SqlIdentifier alias) {
      this.alias = alias;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
      boolean excluded =
          identifier.names.size() == 2 && HeldTable.isExcluded(identifier.names.get(0));
      return excluded
          ? new SqlIdentifier(
              List.of(alias.getSimple(), HeldTable.excluded(identifier.names.get(1))),
              identifier.getParserPosition())
          : identifier;
    }
  }

  @Override
  public Plan plan(Plan main, List<Plan.OfQuery> queries, Names names) {
    Plan.OfInsert insert = (Plan.OfInsert) main;
    TableSchema table = insert.table();
    ConflictTarget target = ConflictTarget.of(statement, table, names.catalog());
    if (statement.action() instanceof SqlUpsert.Nothing) {
      return Plan.OfUpsert.of(insert, target, null);
    }
    if (statement.action() instanceof SqlUpsert.Update update) {
      List<Integer> columns = AssignedValue.positions(table, update.assignments().columns());
      List<AssignedValue> values =
          AssignedValue.updated(
              table, AssignedValue.of(columns, values(update, table), /* first= */ 1));
      return Plan.OfUpsert.of(
          insert, target, new Plan.Replacement(values, queries.get(0), update.where() != null));
    }
    return Plan.OfUpsert.of(insert, target, new Plan.Replacement(copied(table), null, false));
  }

  /** The values of the row that was to be inserted, which stand after those that are there. */
  private List<AssignedValue> copied(TableSchema table) {
    int width = table.columns().size();
    SqlNodeList named = statement.insert().getTargetColumnList();
    List<Integer> columns =
        statement.action() instanceof SqlUpsert.Replace || named == null
            ? IntStream.range(0, width).boxed().toList()
            : AssignedValue.positions(table, named.stream().map(KeyedTables::name).toList());
    List<AssignedValue> values = new ArrayList<>();
    for (int column : columns) {
      if (!table.primaryKey().contains(column)) {
        values.add(new AssignedValue(column, width + column));
      }
    }
    return values;
  }
}
