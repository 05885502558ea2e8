package io.vectra.engine.verify;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.LogsCheck.LogsEnd;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares STATE with manifest and logs. STATE ahead of them means that something durable is gone;
 * STATE behind them, in a database that was closed, means that STATE itself is an older one.
 */
final class StateCheck {
  private final Storage storage;
  private final Manifest manifest;
  private final LogsEnd end;
  private final List<Finding> findings = new ArrayList<>();

  private StateCheck(Storage storage, Manifest manifest, LogsEnd end) {
    this.storage = storage;
    this.manifest = manifest;
    this.end = end;
  }

  static List<Finding> run(Storage storage, Manifest manifest, @Nullable State state, LogsEnd end) {
    StateCheck check = new StateCheck(storage, manifest, end);
    check.generations(state == null ? 0 : state.generation());
    String unreadable = state == null ? unreadable(storage, manifest) : null;
    if (state != null) {
      check.ahead(state);
      check.behind(state);
    } else if (unreadable != null) {
      check.findings.add(Finding.error(FindingKind.UNREADABLE, StateFile.NAME, unreadable));
    } else if (storage.exists(StateFile.NAME) && storage.length(StateFile.NAME) > 0) {
      check.stale(FindingKind.DAMAGED_TABLE, "STATE does not fit its checksum");
    } else if (!end.closed() || (manifest.generation() == 1 && end.logNumber() == 0)) {
      check.findings.add(
          Finding.note(
              FindingKind.NOT_CLOSED,
              StateFile.NAME,
              "STATE is missing or empty, as after a crash"));
    } else {
      check.stale(
          FindingKind.MISSING_FILE,
          "STATE is missing or empty, so nobody knows whether the logs once went on behind commit "
              + end.lsn());
    }
    return check.findings;
  }

  /** Why STATE cannot be read, whatever it says, or null. */
  private static @Nullable String unreadable(Storage storage, Manifest manifest) {
    try (StateFile file = StateFile.open(storage, manifest.databaseId())) {
      file.read();
      return null;
    } catch (VectraException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void generations(long inState) {
    long known = Math.max(inState, end.generation());
    String newest = ManifestStore.fileName(known);
    if (known > manifest.generation() && !storage.exists(newest)) { // else it is found damaged
      findings.add(
          Finding.error(
                  FindingKind.MISSING_FILE,
                  newest,
                  "STATE or a commit knows generation "
                      + known
                      + ", the newest intact manifest is "
                      + manifest.generation())
              .costing(null, Finding.UNKNOWN));
    }
  }

  private void ahead(State state) {
    boolean logMissing =
        state.logNumber() >= manifest.logNumber() && state.logNumber() > end.logNumber();
    if (state.lsn() > end.lsn() || logMissing) {
      String log = WriteAheadLog.fileName(Math.max(state.logNumber(), manifest.logNumber()));
      findings.add(
          Finding.error(
                  storage.exists(log) ? FindingKind.DAMAGED_LOG : FindingKind.MISSING_FILE,
                  log,
                  "the logs end with commit "
                      + end.lsn()
                      + " in log "
                      + end.logNumber()
                      + ", STATE knows commit "
                      + state.lsn()
                      + " in log "
                      + state.logNumber()
                      + (state.lsn() > end.lsn()
                          ? ": " + LogsCheck.lost(end.lsn() + 1, state.lsn())
                          : ""))
              .costing(null, Finding.UNKNOWN));
    }
  }

  private void behind(State state) {
    boolean hasLogs = end.logNumber() >= manifest.logNumber();
    boolean behind =
        state.generation() < manifest.generation()
            || (hasLogs
                && (state.lsn() < end.lsn()
                    || state.logNumber() < end.logNumber()
                    || (state.logNumber() == end.logNumber()
                        && state.syncedPosition() < end.position())));
    // A process that is killed between the closing record of a log and STATE loses nothing.
    boolean allButClosing =
        state.generation() == manifest.generation()
            && state.logNumber() == end.logNumber()
            && state.lsn() == end.lsn();
    String what =
        "STATE knows generation "
            + state.generation()
            + " and commit "
            + state.lsn()
            + ", manifest and logs are at generation "
            + manifest.generation()
            + " and commit "
            + end.lsn();
    if (!end.closed() || state.dirty() || (behind && allButClosing)) {
      findings.add(
          Finding.note(
              FindingKind.NOT_CLOSED,
              StateFile.NAME,
              behind && !allButClosing
                  ? what + ", as after a crash"
                  : "the database was not closed"));
    } else if (behind) {
      stale(FindingKind.STALE, what);
    }
  }

  private void stale(FindingKind kind, String what) {
    findings.add(
        Finding.warning(kind, StateFile.NAME, what + "; STATE is rebuilt from manifest and logs")
            .ofDerived());
  }
}
