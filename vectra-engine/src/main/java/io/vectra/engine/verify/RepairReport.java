package io.vectra.engine.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repair did.
 *
 * @param database its directory
 * @param changed whether anything was changed; a database without damage is left as it is
 * @param quarantine the directory with the evidence, or null
 * @param generation of the manifest that is current now
 * @param rowsLost live rows of segments that could not be salvaged; the logs may hold newer
 *     versions of some, or their deletion
 * @param deletionsLost deleted rows that may reappear, because their tombstones are gone
 * @param lostCommits ranges of lsns that no log has any more, such as {@code 7 to 9}
 * @param actions what was done, in order
 * @param found what verification had found before
 */
public record RepairReport(
    String database,
    boolean changed,
    @Nullable String quarantine,
    long generation,
    long rowsLost,
    long deletionsLost,
    List<String> lostCommits,
    List<String> actions,
    List<Finding> found) {
  public RepairReport {
    lostCommits = List.copyOf(lostCommits);
    actions = List.copyOf(actions);
    found = List.copyOf(found);
  }

  /** For people. */
  public String toText() {
    return ReportText.of(this);
  }

  /** The same as a JSON document, for programs. */
  public String toJson() {
    return ReportJson.of(this);
  }
}
