package io.vectra.calcite.execute;

import io.vectra.calcite.function.VectorValue;
import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.Values;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.calcite.system.SystemState;
import io.vectra.calcite.translate.Bindings;
import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.ReadView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What one execution of a query needs: where rows come from, the values of parameters, settings,
 * and what to ask whether to go on. Generated code sees it as its data context.
 */
public final class QueryContext implements DataContext {
  /** Name under which generated code finds this object. */
  public static final String NAME = "vectra";

  private final ReadView view;
  private final Bindings bindings;
  private final List<RelDataType> parameterTypes;
  private final ExecutionControl control;
  private final int efSearch;
  private final boolean exact;
  private final Map<String, Object> stashed;
  private final Map<String, Object> variables = new HashMap<>();

  /** Holds the rows that a recursive query has found so far. */
  private final SchemaPlus schema = CalciteSchema.createRootSchema(false, false).plus();

  private final ScanCosts costs;
  private final List<Runnable> scans = new ArrayList<>();

  /**
   * A context for one execution.
   *
   * @param stashed what generated code left for itself
   * @param costs takes what each scan cost when {@link #closeScans} ends it
   * @param system what system views show
   */
  public QueryContext(
      ReadView view,
      Bindings bindings,
      List<RelDataType> parameterTypes,
      ExecutionControl control,
      int efSearch,
      boolean exact,
      Map<String, Object> stashed,
      ScanCosts costs,
      SystemState system) {
    this.view = view;
    this.bindings = bindings;
    this.parameterTypes = parameterTypes;
    this.control = control;
    this.efSearch = efSearch;
    this.exact = exact;
    this.stashed = stashed;
    this.costs = costs;
    long now = System.currentTimeMillis();
    TimeZone zone = TimeZone.getDefault();
    variables.put(Variable.UTC_TIMESTAMP.camelName, now);
    variables.put(Variable.CURRENT_TIMESTAMP.camelName, now + zone.getOffset(now));
    variables.put(Variable.LOCAL_TIMESTAMP.camelName, now + zone.getOffset(now));
    variables.put(Variable.TIME_ZONE.camelName, zone);
    variables.put(Variable.LOCALE.camelName, Locale.ROOT);
    variables.put(Variable.USER.camelName, "");
    variables.put(Variable.SYSTEM_USER.camelName, "");
    variables.put(Variable.CANCEL_FLAG.camelName, new AtomicBoolean());
    variables.put(NAME, this);
    variables.put(SystemState.NAME, system);
  }

  ReadView view() {
    return view;
  }

  Bindings bindings() {
    return bindings;
  }

  /** Throws when the statement was canceled or is too late. */
  public void check() {
    control.check();
  }

  int efSearch() {
    return efSearch;
  }

  boolean exact() {
    return exact;
  }

  /** Takes what the scans of the execution cost. */
  ScanCosts costs() {
    return costs;
  }

  /** Notes what ends a scan that has begun. */
  void opened(Runnable end) {
    scans.add(end);
  }

  /** Ends all scans; to be called once. */
  public void closeScans() {
    scans.forEach(Runnable::run);
  }

  @Override
  public @Nullable Object get(String name) {
    if (name.startsWith("?")) {
      if (stashed.get(name) instanceof LateValue late) {
        return variables.computeIfAbsent(name, key -> late.bind(this));
      }
      return parameter(Integer.parseInt(name.substring(1)));
    }
    Object value = variables.get(name);
    return value != null ? value : stashed.get(name);
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
    SqlTypeName name = type.getSqlTypeName();
    if (name == SqlTypeName.CHAR || name == SqlTypeName.VARCHAR) {
      return value.toString();
    }
    return name == SqlTypeName.ANY || name == SqlTypeName.NULL
        ? Values.toCalcite(value)
        : Values.toCalcite(
            Conversions.exactly(value, TypeMapping.toEngine(type), "parameter " + (index + 1)));
  }

  @Override
  public SchemaPlus getRootSchema() {
    return schema;
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
