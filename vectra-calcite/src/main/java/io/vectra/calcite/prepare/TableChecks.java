package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryScope;
import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.TableSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The CHECK constraints of one version of a table, compiled once for all rows. */
final class TableChecks {
  /** Code points of a value in a message. */
  private static final int LONGEST_VALUE = 60;

  private final TableSchema table;
  private final List<Check> checks;
  private final Plan.OfQuery plan;

  private TableChecks(TableSchema table, List<Check> checks, Plan.OfQuery plan) {
    this.table = table;
    this.checks = checks;
    this.plan = plan;
  }

  /**
   * The constraints of a table; null where it has none.
   *
   * @param catalog that the table is of
   * @param plans keeps what is compiled
   */
  static @Nullable TableChecks of(TableSchema table, Catalog catalog, PlanCache plans) {
    List<Check> checks = new ArrayList<>();
    table.constraints().stream()
        .filter(Check.class::isInstance)
        .forEach(constraint -> checks.add((Check) constraint));
    if (checks.isEmpty()) {
      return null;
    }
    // No statement begins with such a character, so that no other plan has this key.
    PlanCache.Key key =
        new PlanCache.Key(
            "\u0001CHECK" + table.id() + " " + table.version(), table.schema(), List.of());
    PlanCache.Based known = plans.get(key, catalog);
    if (known != null) {
      return new TableChecks(table, checks, (Plan.OfQuery) known.plan());
    }
    TableChecks compiled = compiled(table, checks);
    plans.put(key, new PlanCache.Based(compiled.plan, PlanBasis.of(catalog, List.of(table))));
    return compiled;
  }

  /** One constraint by itself, for a table that does not have it yet. */
  static TableChecks of(TableSchema table, Check check) {
    return compiled(table, List.of(check));
  }

  private static TableChecks compiled(TableSchema table, List<Check> checks) {
    Planner planner = planner(table);
    return new TableChecks(
        table, checks, planner.plan(planner.boundRow(select(table, expressions(checks)))));
  }

  private static List<String> expressions(List<Check> checks) {
    return checks.stream().map(Check::expression).toList();
  }

  /**
   * Positions of the columns that an expression names.
   *
   * @throws VectraException when it is no condition on the columns of the table
   */
  static List<Integer> columns(TableSchema table, String expression) {
    try {
      BoundRow row = planner(table).boundRow(select(table, List.of(expression)));
      return row.columns(0);
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
  }

  private static Planner planner(TableSchema table) {
    Catalog alone =
        new Catalog(List.of(table.in(TableSchema.PUBLIC)), List.of(), Definitions.none(0));
    return new Planner(
        new Names(alone, TableSchema.PUBLIC),
        id -> TableStatistics.none(),
        VectraValidator.ParameterBinding.TEXTS);
  }

  private static SqlNode select(TableSchema table, List<String> expressions) {
    return VectraSqlParser.parse(
        "SELECT ("
            + String.join("\n), (", expressions)
            + "\n) FROM \""
            + table.name().replace("\"", "\"\"")
            + "\"");
  }

  /**
   * Lets a row pass, or throws CHECK_VIOLATION.
   *
   * @param row gives the value of each position as it is written
   */
  void check(IntFunction<@Nullable Object> row, QueryScope scope) {
    @Nullable Object[] values = new @Nullable Object[table.columns().size()];
    for (Check check : checks) {
      for (int position : positions(check)) {
        values[position] = stored(row.apply(position), table.column(position).type());
      }
    }
    try (ResultCursor results = OpenQuery.of(plan, scope, values, () -> {})) {
      if (!results.next()) {
        throw new IllegalStateException("conditions gave no row");
      }
      for (int i = 0; i < checks.size(); i++) {
        if (Boolean.FALSE.equals(results.value(i))) {
          throw violation(checks.get(i), values);
        }
      }
    }
  }

  private List<Integer> positions(Check check) {
    return check.columns().stream().map(table::positionOfId).toList();
  }

  /** A value as the engine will have it. */
  private static @Nullable Object stored(@Nullable Object value, ColumnType type) {
    return value instanceof BigDecimal number && type.kind() == ColumnType.Kind.DECIMAL
        ? number.setScale(type.scale(), RoundingMode.HALF_UP)
        : value;
  }

  private VectraException violation(Check check, @Nullable Object[] values) {
    StringBuilder described = new StringBuilder();
    for (int position : new TreeSet<>(positions(check))) {
      described
          .append(described.isEmpty() ? "" : ", ")
          .append(table.column(position).name())
          .append(" = ")
          .append(describe(values[position]));
    }
    return new VectraException(
        ErrorCode.CHECK_VIOLATION,
        "A row of "
            + table.name()
            + " violates CHECK "
            + check.name()
            + " ("
            + check.expression()
            + ")"
            + (described.isEmpty() ? "" : ": " + described)
            + ". Nothing was written.");
  }

  private static String describe(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof float[] || value instanceof byte[]) {
      return "(a " + (value instanceof byte[] ? "VARBINARY" : "VECTOR") + ")";
    }
    String text = value.toString();
    return text.codePointCount(0, text.length()) <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE)) + "..";
  }
}
