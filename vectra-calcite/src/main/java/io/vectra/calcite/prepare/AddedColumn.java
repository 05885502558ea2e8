package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryScope;
import io.vectra.calcite.parser.SqlColumnDefinition;
import io.vectra.calcite.parser.SqlUniqueConstraint;
import io.vectra.calcite.schema.Names;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** ALTER TABLE .. ADD COLUMN, with the constraints that stand at the column. */
final class AddedColumn {
  private AddedColumn() {}

  /**
   * The engine's word for it.
   *
   * @param scope in which conditions are evaluated
   */
  static Alteration.AddColumn of(
      SqlColumnDefinition definition, TableSchema table, Names names, QueryScope scope) {
    if (definition.primaryKey()) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "Column " + definition.name() + " cannot be added as a PRIMARY KEY.");
    }
    Column column = ColumnDefinitions.column(definition, false, names);
    if (table.positionOf(column.name()) >= 0) {
      return new Alteration.AddColumn(column); // refused by its name
    }
    if (column.defaultValue() instanceof DefaultExpression expression && !expression.eachRow()) {
      column = column.withInitial(DefaultExpressions.value(expression, column, names, scope));
    }
    TableSchema after = table.withColumnAdded(column);
    List<Constraint> constraints =
        new ConstraintDefinitions(names, after).of(definition.constraints());
    SqlUniqueConstraint unique = definition.unique();
    List<ScalarIndex> uniques =
        unique == null ? List.of() : ScalarIndexes.of(names.catalog(), after, List.of(unique));
    List<TableChecks> checks = new ArrayList<>();
    for (Constraint constraint : constraints) {
      if (constraint instanceof Check check) {
        checks.add(TableChecks.of(after, check));
      }
    }
    return new Alteration.AddColumn(
        column,
        new Alteration.ColumnRules(
            table.version(),
            constraints,
            uniques,
            row -> checks.forEach(each -> each.check(row, scope))));
  }
}
