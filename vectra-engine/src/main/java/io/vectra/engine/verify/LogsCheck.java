package io.vectra.engine.verify;

import io.vectra.engine.commit.LogRecordCodec;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.state.State;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.wal.SyncedPosition;
import io.vectra.engine.wal.WalBatch;
import io.vectra.engine.wal.WalDamage;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WalReader;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the logs that a manifest still needs, one after another: each byte of each, that their
 * commits follow one another, and that each commit can be read.
 */
final class LogsCheck {
  private final Storage storage;
  private final Manifest manifest;
  private final @Nullable State state;

  private final List<Long> numbers;

  /** The last lsn before each log, by log number. */
  private final Map<Long, Long> before = new HashMap<>();

  /** Logs without a header. */
  private final Set<Long> emptied = new HashSet<>();

  private final List<Finding> findings = new ArrayList<>();
  private LoggedCatalog catalog;

  /** The last lsn known so far; -1 after damage, when nobody knows which one it was. */
  private long lastLsn;

  private long damagedFrom = -1;
  private LogsEnd end;

  /**
   * Where the logs end.
   *
   * @param logNumber of the newest log; one below the manifest's first when there is none
   * @param closed whether it ends with its closing record, or there is none
   * @param generation the newest that a batch knew
   */
  record LogsEnd(
      long lsn, long logNumber, long position, boolean closed, long generation, long epoch) {}

  LogsCheck(Storage storage, KnownFiles known, Manifest manifest) {
    this.storage = storage;
    this.manifest = manifest;
    this.state = known.state();
    this.numbers =
        known.inventory().logs().stream().filter(number -> number >= manifest.logNumber()).toList();
    this.end = new LogsEnd(manifest.lsn(), manifest.logNumber() - 1, 0, true, 0, 0);
    this.lastLsn = known.manifestSeemsNewest() ? manifest.lsn() : -1;
    this.catalog = new LoggedCatalog(manifest);
  }

  /** The logs that have to be checked. */
  List<Long> numbers() {
    return numbers;
  }

  /** Checks all logs, in order; must come before {@link #recheck}. */
  List<Finding> run() {
    boolean follows = lastLsn >= 0;
    checkAll();
    if (follows && end.generation() > manifest.generation()) {
      // The manifest that the logs follow is lost: what is missing before them was in its segments.
      findings.clear();
      lastLsn = -1;
      checkAll();
    }
    return List.copyOf(findings);
  }

  private void checkAll() {
    catalog = new LoggedCatalog(manifest);
    for (long number : numbers) {
      before.put(number, lastLsn);
      check(number);
    }
  }

  /** Where the logs ended when they were checked. */
  LogsEnd end() {
    return end;
  }

  /** Checks one log again, as if those before it were as they were. */
  List<Finding> recheck(long number) {
    LogsEnd ended = end;
    findings.clear();
    lastLsn = before.getOrDefault(number, -1L);
    check(number);
    end = ended;
    return List.copyOf(findings);
  }

  private void check(long number) {
    String name = WriteAheadLog.fileName(number);
    if (!storage.exists(name)) {
      findings.add(Finding.error(FindingKind.MISSING_FILE, name, "the log is missing"));
      return;
    }
    SyncedPosition synced =
        state == null
            ? SyncedPosition.UNKNOWN
            : new SyncedPosition(state.logNumber(), state.syncedPosition());
    long expected = lastLsn;
    damagedFrom = -1;
    int known = findings.size();
    try {
      WalEnd walEnd =
          WalReader.scan(
              storage,
              manifest.databaseId(),
              number,
              synced,
              batch -> batch(name, batch),
              damage -> damage(name, damage));
      if (walEnd.how() == WalEnd.How.CLOSED) {
        closing(name, walEnd.lastLsn());
      }
      if (walEnd.hasHeader()) {
        emptied.remove(number);
      } else {
        emptied.add(number);
      }
      checkFirst(number, walEnd, expected);
      checkEnd(name, number, walEnd, findings.size() > known);
    } catch (VectraException e) {
      findings.add(Finding.error(BlockFileCheck.kindOf(e), name, String.valueOf(e.getMessage())));
      lastLsn = -1;
    }
  }

  private void checkFirst(long number, WalEnd walEnd, long expected) {
    if (walEnd.hasHeader() && expected >= 0 && walEnd.firstLsn() != expected + 1) {
      String name = WriteAheadLog.fileName(number);
      findings.add(
          Finding.error(
                  FindingKind.LOG_GAP,
                  name,
                  "it begins with commit "
                      + walEnd.firstLsn()
                      + ", those before it end with commit "
                      + expected
                      + ": commits are missing")
              .costing(null, Finding.UNKNOWN));
      tellMissing(number - 1, expected + 1, walEnd.firstLsn() - 1);
    }
  }

  /** Names the log before a gap, when it is not there or has no header: it held the commits. */
  private void tellMissing(long number, long first, long last) {
    String name = WriteAheadLog.fileName(number);
    boolean isThere = numbers.contains(number);
    boolean needed = number >= manifest.logNumber() && first <= last;
    if (needed && !isThere) {
      findings.add(
          Finding.error(FindingKind.MISSING_FILE, name, "the log is missing: " + lost(first, last))
              .costing(null, Finding.UNKNOWN));
    } else if (needed && emptied.contains(number)) {
      findings.add(
          Finding.error(
                  FindingKind.DAMAGED_LOG, name, "the log has no header: " + lost(first, last))
              .costing(null, Finding.UNKNOWN));
    }
  }

  private void checkEnd(String name, long number, WalEnd walEnd, boolean damaged) {
    boolean newest = number == numbers.get(numbers.size() - 1);
    boolean closed = walEnd.how() == WalEnd.How.CLOSED;
    if (walEnd.strayBytes() > 0) {
      stray(name, walEnd, newest);
    } else if (!closed && !damaged) {
      findings.add(
          Finding.note(FindingKind.NOT_CLOSED, name, "the log has no closing record")
              .at(walEnd.position(), 0));
    }
    checkLength(name, walEnd);
    if (newest || number > end.logNumber()) {
      end =
          new LogsEnd(end.lsn(), number, walEnd.position(), closed, end.generation(), end.epoch());
    }
  }

  private void checkLength(String name, WalEnd walEnd) {
    long length = storage.length(name);
    boolean right =
        walEnd.how() == WalEnd.How.CLOSED
            ? length == walEnd.closedLength()
            : walEnd.batches() == 0 || length >= WriteAheadLog.FIRST_BYTES;
    if (!right) {
      findings.add(
          Finding.warning(
                  FindingKind.WRONG_LENGTH,
                  name,
                  "the log has "
                      + length
                      + " bytes"
                      + (walEnd.closedLength() < 0
                          ? ", fewer than any log with a batch"
                          : ", its closing record says " + walEnd.closedLength())
                      + ": it was cut or grown")
              .at(walEnd.position(), length - walEnd.position()));
    }
  }

  private void stray(String name, WalEnd walEnd, boolean newest) {
    Finding finding;
    if (walEnd.how() == WalEnd.How.CLOSED) {
      finding =
          Finding.warning(
              FindingKind.STRAY_BYTES, name, "bytes other than zero follow the closing record");
    } else if (newest) {
      finding =
          Finding.note(
              FindingKind.TORN_TAIL,
              name,
              "the log ends in bytes that were never acknowledged, as after a crash; opening the"
                  + " database cuts them and keeps a copy");
    } else {
      finding =
          Finding.warning(
              FindingKind.DAMAGED_LOG, name, "bytes that are no batch follow the last batch");
    }
    findings.add(finding.at(walEnd.position(), walEnd.strayBytes()));
  }

  private void damage(String name, WalDamage damage) {
    findings.add(
        Finding.error(FindingKind.DAMAGED_LOG, name, damage.what())
            .at(damage.position(), damage.end() - damage.position())
            .costing(null, Finding.UNKNOWN));
    damagedFrom = lastLsn >= 0 ? lastLsn + 1 : -1;
    lastLsn = -1;
  }

  private void batch(String name, WalBatch batch) {
    if (damagedFrom >= 0 && batch.lsn() >= damagedFrom) {
      tellLost(batch.lsn() - 1);
    } else if (lastLsn >= 0 && batch.lsn() != lastLsn + 1 && batch.position() > 64) {
      findings.add(
          Finding.error(
                  FindingKind.IMPOSSIBLE_CONTENT,
                  name,
                  "commit " + batch.lsn() + " follows commit " + lastLsn)
              .at(batch.position(), batch.end() - batch.position()));
    }
    damagedFrom = -1;
    lastLsn = batch.lsn();
    checkContent(name, batch);
    end =
        new LogsEnd(
            Math.max(end.lsn(), batch.lsn()),
            end.logNumber(),
            end.position(),
            end.closed(),
            Math.max(end.generation(), batch.generation()),
            Math.max(end.epoch(), batch.epoch()));
  }

  /** The closing record names the last commit, which shows what damage right before it costs. */
  private void closing(String name, long last) {
    if (damagedFrom >= 0 && last >= damagedFrom - 1) {
      tellLost(last);
    } else if (lastLsn >= 0 && last > lastLsn) {
      findings.add(
          Finding.error(
                  FindingKind.DAMAGED_LOG,
                  name,
                  "the closing record says that commit "
                      + last
                      + " was the last: "
                      + lost(lastLsn + 1, last))
              .costing(null, Finding.UNKNOWN));
    }
    damagedFrom = -1;
    lastLsn = last;
  }

  /** Adds to the damage that was found last which commits it costs, the last of them. */
  private void tellLost(long lastLost) {
    int at = findings.size() - 1;
    Finding damage = findings.get(at);
    boolean none = lastLost < damagedFrom;
    String cost = none ? "no commit is missing" : lost(damagedFrom, lastLost);
    findings.set(
        at,
        Finding.error(damage.kind(), damage.file(), damage.what() + "; " + cost)
            .at(damage.offset(), damage.length())
            .costing(null, none ? 0 : Finding.UNKNOWN));
  }

  /** Says that commits are lost. */
  static String lost(long first, long last) {
    return first == last
        ? "commit " + first + " is lost"
        : "the commits " + first + " to " + last + " are lost";
  }

  private void checkContent(String name, WalBatch batch) {
    try {
      catalog.follow(
          LogRecordCodec.decode(batch.type(), batch.payload(), catalog::table), batch.lsn());
    } catch (VectraException e) {
      findings.add(
          Finding.error(
                  FindingKind.IMPOSSIBLE_CONTENT,
                  name,
                  "commit " + batch.lsn() + " cannot be read: " + e.getMessage())
              .at(batch.position(), batch.end() - batch.position())
              .costing(null, Finding.UNKNOWN));
    }
  }
}
