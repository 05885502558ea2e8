package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.VECTRA;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.event.Event;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.status.LockStatus;
import io.vectra.engine.status.OperationStatus;
import io.vectra.engine.status.RowLockStatus;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** VECTRA: the session's settings, what runs, what is held, and all that is counted. */
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
          SystemView.named(VECTRA, "OPERATIONS")
              .longs("ID")
              .texts("KIND", "STATE", "SUBJECT")
              .timestamps("SINCE")
              .longs("ELAPSED_MS")
              .doubles("PROGRESS")
              .of(ActivityViews::operations),
          SystemView.named(VECTRA, "LOCKS")
              .texts("KIND", "HOLDER", "TABLE_SCHEMA", "TABLE_NAME")
              .longs("ROW_COUNT", "WAITING_COUNT")
              .timestamps("SINCE")
              .of(ActivityViews::locks),
          SystemView.named(VECTRA, "EVENTS")
              .timestamps("EVENT_TIME")
              .texts("LEVEL", "KIND", "CODE", "TABLE_NAME", "MESSAGE")
              .of(ActivityViews::events),
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

  private static List<@Nullable Object[]> operations(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (OperationStatus operation : state.operations()) {
      rows.add(
          new @Nullable Object[] {
            operation.id(),
            operation.kind(),
            operation.running() ? "RUNNING" : "WAITING",
            operation.subject().isEmpty() ? null : operation.subject(),
            LocalDateTime.ofInstant(operation.since(), ZoneId.systemDefault()),
            operation.elapsedMillis(),
            operation.progress()
          });
    }
    return rows;
  }

  private static List<@Nullable Object[]> locks(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    LockStatus lock = state.lock();
    LocalDateTime opened = LocalDateTime.ofInstant(lock.since(), ZoneId.systemDefault());
    String presence = lock.exclusive() ? "EXCLUSIVE" : "SHARED";
    rows.add(new @Nullable Object[] {presence, lock.process(), null, null, null, null, opened});
    if (!lock.exclusive()) {
      String writer = lock.writing() ? "WRITER" : "LAST_WRITER";
      rows.add(new @Nullable Object[] {writer, lock.lastWriter(), null, null, null, null, null});
      if (lock.maintaining()) {
        rows.add(
            new @Nullable Object[] {"MAINTENANCE", lock.process(), null, null, null, null, null});
      }
    }
    for (RowLockStatus held : state.rowLocks()) {
      for (TableSchema table : state.catalog().tables()) {
        if (table.id() == held.tableId()) {
          rows.add(
              new @Nullable Object[] {
                "ROWS",
                lock.process(),
                table.schema(),
                table.name(),
                (long) held.rows(),
                (long) held.waiting(),
                LocalDateTime.ofInstant(held.since(), ZoneId.systemDefault())
              });
        }
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> events(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Event event : state.events()) {
      ErrorCode code = event.code();
      rows.add(
          new @Nullable Object[] {
            LocalDateTime.ofInstant(event.time(), ZoneId.systemDefault()),
            event.level().name(),
            event.kind().name(),
            code == null ? null : code.name(),
            event.table(),
            event.message()
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
