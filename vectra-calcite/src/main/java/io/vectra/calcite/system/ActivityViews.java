package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.VECTRA;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** VECTRA: the session's settings, the statements that run, and all that is counted. */
final class ActivityViews {
  static final List<SystemView> ALL =
      List.of(
          SystemView.named(VECTRA, "SETTINGS")
              .texts("NAME", "VALUE", "DEFAULT_VALUE", "DESCRIPTION")
              .of(ActivityViews::settings),
          SystemView.named(VECTRA, "STATEMENTS")
              .longs("ID")
              .texts("SQL_TEXT")
              .timestamps("START_TIME")
              .longs("ELAPSED_MS")
              .of(ActivityViews::statements),
          SystemView.named(VECTRA, "METRICS")
              .texts("NAME")
              .longs("VALUE")
              .texts("DESCRIPTION")
              .of(ActivityViews::metrics));

  private ActivityViews() {}

  private static List<@Nullable Object[]> settings(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (SettingStatus setting : state.settings()) {
      rows.add(
          new @Nullable Object[] {
            setting.name(), setting.value(), setting.defaultValue(), setting.description()
          });
    }
    return rows;
  }

  /** Times are those of the JVM's zone, as CURRENT_TIMESTAMP is. */
  private static List<@Nullable Object[]> statements(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (StatementStatus statement : state.statements()) {
      rows.add(
          new @Nullable Object[] {
            statement.id(),
            statement.sql(),
            LocalDateTime.ofInstant(statement.start(), ZoneId.systemDefault()),
            statement.elapsedMillis()
          });
    }
    return rows;
  }

  private static List<@Nullable Object[]> metrics(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (DatabaseMetric metric : DatabaseMetric.values()) {
      rows.add(
          new @Nullable Object[] {metric.metricName(), metric.value(state), metric.description()});
    }
    return rows;
  }
}
