package io.vectra.testkit.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The oracle: what was committed, in commit order, with the moment of each acknowledgement. After a
 * crash the content must be that of a prefix of the commits, which holds every one that had been
 * promised to survive.
 */
public final class History {
  private static final int NEVER = Integer.MAX_VALUE;

  private final List<Commit> commits = new ArrayList<>(); // guarded by this
  private final List<TreeMap<String, String>> contents = new ArrayList<>(); // after each prefix

  /** A change, and from which storage call on it has to survive. */
  private static final class Commit {
    private final long order;
    private final int started;
    private final Consumer<TreeMap<String, String>> change;
    private int safeFromProcessDeath;
    private int safeFromPowerLoss;

    Commit(long order, int started, Consumer<TreeMap<String, String>> change) {
      this.order = order;
      this.started = started;
      this.change = change;
      this.safeFromProcessDeath = NEVER;
      this.safeFromPowerLoss = NEVER;
    }
  }

  /**
   * Notes a commit.
   *
   * @param order increases with commit order
   * @param started storage calls made before it began
   * @param safeFromProcessDeath storage calls after which it must survive the process
   * @param safeFromPowerLoss the same for the machine
   */
  synchronized void committed(
      long order,
      int started,
      int safeFromProcessDeath,
      int safeFromPowerLoss,
      Consumer<TreeMap<String, String>> change) {
    Commit commit = new Commit(order, started, change);
    commit.safeFromProcessDeath = safeFromProcessDeath;
    commit.safeFromPowerLoss = safeFromPowerLoss;
    commits.add(commit);
  }

  /** Everything committed so far is safe from whatever comes after that many storage calls. */
  synchronized void checkpointed(int calls) {
    for (Commit commit : commits) {
      commit.safeFromProcessDeath = Math.min(commit.safeFromProcessDeath, calls);
      commit.safeFromPowerLoss = Math.min(commit.safeFromPowerLoss, calls);
    }
  }

  /**
   * A history that goes on where a process died: it begins with the commits that survived. What had
   * not been promised by then is promised by later commits alone.
   */
  static History after(History died, int survivors, int point) {
    History history = new History();
    for (Commit commit : died.commits.subList(0, survivors)) {
      Commit kept = new Commit(commit.order, commit.started, commit.change);
      kept.safeFromProcessDeath =
          commit.safeFromProcessDeath > point ? NEVER : commit.safeFromProcessDeath;
      kept.safeFromPowerLoss = commit.safeFromPowerLoss > point ? NEVER : commit.safeFromPowerLoss;
      history.commits.add(kept);
    }
    return history;
  }

  /** Computes the content after each prefix; no commit may come after. */
  public synchronized void complete() {
    commits.sort(Comparator.comparingLong(commit -> commit.order));
    TreeMap<String, String> content = new TreeMap<>();
    contents.add(new TreeMap<>(content));
    for (Commit commit : commits) {
      commit.change.accept(content);
      contents.add(new TreeMap<>(content));
    }
  }

  /** Commits in all. */
  public int size() {
    return commits.size();
  }

  /** The content when everything has been committed. */
  public TreeMap<String, String> last() {
    return contents.get(contents.size() - 1);
  }

  /**
   * Judges what was found after a crash.
   *
   * @param point storage calls made before the crash
   * @return how many commits survived
   * @throws AssertionError when it is no prefix, or one that lacks what was promised
   */
  public int judge(TreeMap<String, String> found, int point, boolean processDied) {
    int fewest = 0;
    int most = 0;
    for (int i = 0; i < commits.size(); i++) {
      Commit commit = commits.get(i);
      int safe = processDied ? commit.safeFromProcessDeath : commit.safeFromPowerLoss;
      if (safe <= point) {
        fewest = i + 1;
      }
      if (commit.started <= point) {
        most = i + 1;
      }
    }
    for (int prefix = most; prefix >= fewest; prefix--) {
      if (contents.get(prefix).equals(found)) {
        return prefix;
      }
    }
    for (int prefix = 0; prefix < contents.size(); prefix++) {
      if (contents.get(prefix).equals(found)) {
        throw new AssertionError(
            "lost: " + prefix + " commits survived, " + fewest + " to " + most + " may");
      }
    }
    throw new AssertionError(
        "hole or phantom: the content is that of no prefix. Beside the content after "
            + fewest
            + " commits: "
            + difference(contents.get(fewest), found));
  }

  private static String difference(
      TreeMap<String, String> expected, TreeMap<String, String> found) {
    TreeMap<String, String> missing = new TreeMap<>(expected);
    missing.entrySet().removeAll(found.entrySet());
    TreeMap<String, String> extra = new TreeMap<>(found);
    extra.entrySet().removeAll(expected.entrySet());
    return "missing " + shortened(missing) + ", extra " + shortened(extra);
  }

  private static String shortened(TreeMap<String, String> content) {
    String text = content.toString();
    return text.length() > 300 ? text.substring(0, 300) + " ..." : text;
  }
}
