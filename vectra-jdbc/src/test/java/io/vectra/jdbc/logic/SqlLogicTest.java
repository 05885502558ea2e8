package io.vectra.jdbc.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * SQLite's logic tests have the answers that their files say: a sample of some files of each kind,
 * more of them with <code>-Dvectra.proof=true</code>. What is known to be refused stands in
 * exceptions.txt.
 */
class SqlLogicTest {
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final int LEAST_QUERIES = PROOF ? 100_000 : 5_000;

  /** Of each kind of files: there are about forty. */
  private static final int FILES_OF_A_KIND = PROOF ? 2 : 1;

  private static final int QUERIES_OF_A_KIND = PROOF ? 4_000 : 160;

  /** Joins of up to 64 tables, which take seconds to plan. */
  private static final String JOINS = "test/select5.test";

  private static final int STEP_OF_JOINS = PROOF ? 8 : 80;

  /** Of SQLite alone: triggers, REPLACE, REINDEX, and assigning a column twice. */
  private static final Pattern OTHERS = Pattern.compile("test/evidence/slt_.*");

  @Test
  void query_ofSqlite_hasTheAnswerOfItsFile() throws IOException, SQLException {
    KnownRefusals refusals = KnownRefusals.read();
    LogicRun run = new LogicRun(refusals);
    for (List<String> kind : kinds().values()) {
      for (String name : kind) {
        int step = name.equals(JOINS) ? STEP_OF_JOINS : 1;
        run.run(LogicFile.read(name), QUERIES_OF_A_KIND / kind.size(), step);
      }
    }
    System.out.printf(
        "SQLite's logic tests: %d queries of %d files; refused:%n%s",
        run.queries(), run.files(), refusals);
    assertThat(run.failures()).isEmpty();
    assertThat(refusals.unmet()).as("rules of exceptions.txt that refuse nothing").isEmpty();
    assertThat(run.queries()).isGreaterThanOrEqualTo(LEAST_QUERIES);
  }

  /** A file of each folder, or two; each of those that stand alone. */
  private static Map<String, List<String>> kinds() throws IOException {
    Map<String, List<String>> kinds = new TreeMap<>();
    for (String name : LogicFiles.names()) {
      if (!OTHERS.matcher(name).matches()) {
        String folder = name.substring(0, name.lastIndexOf('/'));
        String kind = folder.indexOf('/', folder.indexOf('/') + 1) < 0 ? name : folder;
        kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(name);
      }
    }
    kinds.replaceAll((kind, names) -> spread(names));
    return kinds;
  }

  private static List<String> spread(List<String> names) {
    List<String> spread = new ArrayList<>();
    for (int i = 0; i < Math.min(FILES_OF_A_KIND, names.size()); i++) {
      spread.add(names.get(i * (names.size() - 1) / Math.max(1, FILES_OF_A_KIND - 1)));
    }
    return spread;
  }
}
