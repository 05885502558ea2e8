package io.vectra.calcite.system;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Commented;
import io.vectra.engine.event.Event;
import io.vectra.engine.status.DatabaseStatus;
import io.vectra.engine.status.LockStatus;
import io.vectra.engine.status.LogStatus;
import io.vectra.engine.status.OperationStatus;
import io.vectra.engine.status.RowLockStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the system views of one execution show: everything committed when the first of them is read,
 * whatever the session's transaction sees. Each part is asked for once, so that views can be joined
 * with one another. Belongs to the thread that executes.
 */
public final class SystemState {
  /** Name under which generated code finds it in its data context. */
  public static final String NAME = "vectraSystem";

  private final SystemSource source;
  private @Nullable DatabaseStatus database;
  private @Nullable LogStatus log;
  private @Nullable List<StatementStatus> statements;

  /** What a session sees; nothing is asked before it is needed. */
  public SystemState(SystemSource source) {
    this.source = source;
  }

  Catalog catalog() {
    return database().catalog();
  }

  /** The comment on something, or null. */
  @Nullable String comment(Commented target) {
    return catalog().definitions().comment(target);
  }

  DatabaseStatus database() {
    DatabaseStatus known = database;
    if (known == null) {
      known = source.database().status();
      database = known;
    }
    return known;
  }

  LogStatus log() {
    LogStatus known = log;
    if (known == null) {
      known = source.database().logStatus();
      log = known;
    }
    return known;
  }

  List<OperationStatus> operations() {
    return source.database().operations();
  }

  List<Event> events() {
    return source.database().events();
  }

  LockStatus lock() {
    return source.database().lock();
  }

  List<RowLockStatus> rowLocks() {
    return source.database().rowLocks();
  }

  List<SettingStatus> settings() {
    return source.describeSettings();
  }

  List<StatementStatus> statements() {
    List<StatementStatus> known = statements;
    if (known == null) {
      known = source.runningStatements();
      statements = known;
    }
    return known;
  }
}
