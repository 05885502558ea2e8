package io.vectra.calcite.execute;

import io.vectra.calcite.function.VectorValue;
import io.vectra.calcite.memory.MemoryUse;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.Values;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.calcite.translate.Bindings;
import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.ReadView;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What one query of an execution needs: the scope of the execution, and the values of its
 * parameters. Generated code sees it as its data context.
 */
public final class QueryContext implements DataContext {
  /** Name under which generated code finds this object. */
  public static final String NAME = "vectra";

  /** Calls of {@link #poll} for one check; a power of two. */
  private static final int CHECK_INTERVAL = 64;

  private static final int NANOS_PER_MILLI = 1_000_000;

  private final QueryScope scope;
  private final Bindings bindings;
  private final List<RelDataType> parameterTypes;
  private final Map<String, Object> stashed;
  private final Map<String, Object> late = new HashMap<>();

  /** Holds the rows that a recursive query has found so far; made when it first asks. */
  private @Nullable SchemaPlus schema;

  private int polls;
  private final List<Runnable> scans = new ArrayList<>();

  /** Made when the first row is to be kept. */
  private @Nullable MemoryUse memory;

  /**
   * The context of one query of an execution.
   *
   * @param parameterTypes what generated code expects of the bindings
   * @param stashed what generated code left for itself
   */
  public QueryContext(
      QueryScope scope,
      Bindings bindings,
      List<RelDataType> parameterTypes,
      Map<String, Object> stashed) {
    this.scope = scope;
    this.bindings = bindings;
    this.parameterTypes = parameterTypes;
    this.stashed = stashed;
  }

  /** What it shares with the other queries of its execution. */
  public QueryScope scope() {
    return scope;
  }

  /** The values of its parameters. */
  public Bindings bindings() {
    return bindings;
  }

  ReadView view() {
    return scope.view();
  }

  /** Throws when the statement was canceled or is too late. */
  public void check() {
    scope.check();
  }

  /**
   * Asks now and then whether the statement is to go on; generated code calls it for each row.
   *
   * @param data a context of this class
   */
  public static void poll(DataContext data) {
    QueryContext context = (QueryContext) data;
    if ((++context.polls & (CHECK_INTERVAL - 1)) == 0) {
      context.check();
    }
  }

  /** Notes what ends a scan that has begun. */
  void opened(Runnable end) {
    scans.add(end);
  }

  /** What the query holds of the memory of statements. */
  MemoryUse memory() {
    MemoryUse known = memory;
    if (known == null) {
      known = scope.memoryUse();
      memory = known;
    }
    return known;
  }

  /** Ends all scans, and gives back the memory of rows that were kept; to be called once. */
  public void close() {
    try {
      scans.forEach(Runnable::run);
    } finally {
      if (memory != null) {
        memory.close();
      }
    }
  }

  /** The context that generated code has been given. */
  public static QueryContext of(DataContext data) {
    return (QueryContext) Objects.requireNonNull(data.get(NAME));
  }

  @Override
  public @Nullable Object get(String name) {
    if (name.startsWith("?")) {
      if (stashed.get(name) instanceof LateValue value) {
        return late.computeIfAbsent(name, key -> value.bind(this));
      }
      return parameter(Integer.parseInt(name.substring(1)));
    }
    if (name.equals(NAME)) {
      return this;
    }
    Object value = stashed.get(name);
    return value != null ? value : scope.variable(name);
  }

  /** A parameter as generated code expects it. */
  private @Nullable Object parameter(int index) {
    Object value = bindings.value(index);
    if (value == null || index >= parameterTypes.size()) {
      return Values.toCalcite(value);
    }
    RelDataType type = parameterTypes.get(index);
    if (VectraTypeFactory.isVector(type)) {
      return Values.toCalcite(VectorValue.floats(value));
    }
    if (SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())) {
      return interval(value, type, index + 1);
    }
    SqlTypeName name = type.getSqlTypeName();
    if (name == SqlTypeName.CHAR || name == SqlTypeName.VARCHAR) {
      return value.toString();
    }
    return name == SqlTypeName.ANY || name == SqlTypeName.NULL
        ? Values.toCalcite(value)
        : Values.toCalcite(
            Conversions.exactly(value, TypeMapping.toEngine(type), "parameter " + (index + 1)));
  }

  /** An interval as generated code has it: milliseconds, or months. */
  private static Object interval(Object value, RelDataType type, int parameter) {
    boolean months = SqlTypeName.YEAR_INTERVAL_TYPES.contains(type.getSqlTypeName());
    if (!months && value instanceof Duration duration) {
      if (duration.toNanosPart() % NANOS_PER_MILLI != 0) {
        throw interval(value, parameter, "is finer than a millisecond");
      }
      return duration.toMillis();
    }
    if (months && value instanceof Period period) {
      if (period.getDays() != 0) {
        throw interval(value, parameter, "has days: add them as a Duration");
      }
      return Math.toIntExact(period.toTotalMonths());
    }
    throw interval(value, parameter, "is of another class than Duration for days and less");
  }

  private static VectraException interval(Object value, int parameter, String fault) {
    return new VectraException(
        ErrorCode.DATATYPE_MISMATCH,
        "Parameter " + parameter + " is an interval, and " + value + " " + fault + ".");
  }

  @Override
  public SchemaPlus getRootSchema() {
    SchemaPlus known = schema;
    if (known == null) {
      known = CalciteSchema.createRootSchema(false, false).plus();
      schema = known;
    }
    return known;
  }

  @Override
  public JavaTypeFactory getTypeFactory() {
    return new VectraTypeFactory();
  }

  @Override
  public QueryProvider getQueryProvider() {
    throw new IllegalStateException("generated code asked for a query provider");
  }
}
