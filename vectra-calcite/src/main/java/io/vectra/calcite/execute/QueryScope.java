package io.vectra.calcite.execute;

import io.vectra.calcite.function.SequenceValues;
import io.vectra.calcite.held.HeldRows;
import io.vectra.calcite.memory.MemoryUse;
import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.system.SystemState;
import io.vectra.engine.ReadView;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;

/**
 * What the query of a statement and the queries within it share in one execution: where rows come
 * from, settings, the time, and what to ask whether to go on. Belongs to one thread.
 */
public final class QueryScope {
  private final ReadView view;
  private final ExecutionControl control;
  private final int efSearch;
  private final boolean exact;
  private final Supplier<MemoryUse> memoryUses;
  private final PlanCosts costs;
  private final SystemState system;
  private final SequenceValues sequences;

  private HeldRows held = new HeldRows(List.of());

  /** Made when generated code first asks for one. */
  private @Nullable Map<String, Object> variables;

  /**
   * The scope of one execution.
   *
   * @param memoryUses what one query of the execution may hold
   * @param costs takes what operators and scans cost
   * @param system what system views show
   * @param sequences gives values of sequences
   */
  public QueryScope(
      ReadView view,
      ExecutionControl control,
      int efSearch,
      boolean exact,
      Supplier<MemoryUse> memoryUses,
      PlanCosts costs,
      SystemState system,
      SequenceValues sequences) {
    this.view = view;
    this.control = control;
    this.efSearch = efSearch;
    this.exact = exact;
    this.memoryUses = memoryUses;
    this.costs = costs;
    this.system = system;
    this.sequences = sequences;
  }

  /** Gives the rows that the statement holds to its queries. */
  public void hold(HeldRows rows) {
    held = rows;
  }

  ReadView view() {
    return view;
  }

  /** Throws when the statement was canceled or is too late. */
  void check() {
    control.check();
  }

  /** What one query of the execution may hold; to be closed. */
  public MemoryUse memoryUse() {
    return memoryUses.get();
  }

  int efSearch() {
    return efSearch;
  }

  boolean exact() {
    return exact;
  }

  PlanCosts costs() {
    return costs;
  }

  /** What generated code calls by a name that is the same in every query; null for no such. */
  @Nullable Object variable(String name) {
    if (name.equals(HeldRows.NAME)) {
      return held;
    }
    Map<String, Object> all = variables;
    if (all == null) {
      all = variables();
      variables = all;
    }
    return all.get(name);
  }

  private Map<String, Object> variables() {
    long now = System.currentTimeMillis();
    TimeZone zone = TimeZone.getDefault();
    Map<String, Object> variables = new HashMap<>();
    variables.put(DataContext.Variable.UTC_TIMESTAMP.camelName, now);
    variables.put(DataContext.Variable.CURRENT_TIMESTAMP.camelName, now + zone.getOffset(now));
    variables.put(DataContext.Variable.LOCAL_TIMESTAMP.camelName, now + zone.getOffset(now));
    variables.put(DataContext.Variable.TIME_ZONE.camelName, zone);
    variables.put(DataContext.Variable.LOCALE.camelName, Locale.ROOT);
    variables.put(DataContext.Variable.USER.camelName, "");
    variables.put(DataContext.Variable.SYSTEM_USER.camelName, "");
    variables.put(DataContext.Variable.CANCEL_FLAG.camelName, new AtomicBoolean());
    variables.put(SystemState.NAME, system);
    variables.put(SequenceValues.NAME, sequences);
    return variables;
  }
}
