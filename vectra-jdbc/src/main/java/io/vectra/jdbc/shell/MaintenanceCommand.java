package io.vectra.jdbc.shell;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.backup.BackupReport;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.verify.RepairReport;
import io.vectra.engine.verify.VerifyReport;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code vectra verify|repair|backup}: work on a database as files, which SQL cannot reach. Ends
 * with 0 when all is well, 1 when something is damaged or lost, 2 when it could not be done.
 */
final class MaintenanceCommand {
  private static final Map<String, String> FORMS =
      Map.of(
          "verify", "vectra verify DIRECTORY [--json] [--progress]",
          "repair", "vectra repair DIRECTORY [--json]",
          "backup", "vectra backup DIRECTORY TARGET [--progress]");

  static final String USAGE =
      """
      usage: %-49s  read every byte, report all damage
             %-49s  save what is intact, keep the evidence
             %-49s  copy it to an empty or missing directory
        No process may have the database open. Status 0: all is well, 1: something is damaged or lost,
        2: it could not be done.

      """
          .formatted(FORMS.get("verify"), FORMS.get("repair"), FORMS.get("backup"));

  private static final int WELL = 0;
  private static final int DAMAGED = 1;
  private static final int FAILED = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final List<String> names = new ArrayList<>();
  private boolean json;
  private boolean progress;

  private MaintenanceCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Whether arguments begin with one of the verbs; a script of that name has a path. */
  static boolean is(String[] args) {
    return args.length > 0 && FORMS.containsKey(args[0]);
  }

  /** Runs it; returns the exit status. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    MaintenanceCommand command = new MaintenanceCommand(out, err);
    try {
      if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
        out.print(USAGE);
        return WELL;
      }
      command.parse(args);
      return switch (args[0]) {
        case "verify" -> command.verify();
        case "repair" -> command.repair();
        default -> command.backup();
      };
    } catch (ShellException e) {
      err.println("vectra: " + e.getMessage());
      err.println("usage: " + FORMS.get(args[0]));
      return FAILED;
    } catch (VectraException e) {
      err.println("vectra: " + e.getMessage() + " [" + e.code().sqlState() + "]");
      return FAILED;
    } catch (OutOfMemoryError e) {
      err.println("vectra: out of memory; give the JVM more, such as JAVA_TOOL_OPTIONS=-Xmx4g");
      return FAILED;
    }
  }

  private void parse(String[] args) throws ShellException {
    for (int i = 1; i < args.length; i++) {
      switch (args[i]) {
        case "--json" -> json = true;
        case "--progress" -> progress = true;
        default -> {
          if (args[i].startsWith("-")) {
            throw new ShellException("unknown option " + args[i]);
          }
          names.add(args[i]);
        }
      }
    }
    boolean isBackup = args[0].equals("backup");
    if (names.size() != (isBackup ? 2 : 1)) {
      throw new ShellException(
          args[0] + " needs " + (isBackup ? "a database and a target" : "one database directory"));
    }
    if (isBackup && json) {
      throw new ShellException("backup has no --json");
    }
    if (args[0].equals("repair") && progress) {
      throw new ShellException("repair has no --progress");
    }
  }

  private int verify() throws ShellException {
    VerifyReport report = Vectra.verify(path(0), listener("checked"));
    out.print(json ? report.toJson() : report.toText());
    return report.isClean() ? WELL : DAMAGED;
  }

  private int repair() throws ShellException {
    RepairReport report = Vectra.repair(path(0));
    out.print(json ? report.toJson() : report.toText());
    boolean lost =
        report.rowsLost() > 0 || report.deletionsLost() > 0 || !report.lostCommits().isEmpty();
    return lost ? DAMAGED : WELL;
  }

  private int backup() throws ShellException {
    OpenOptions existing = OpenOptions.defaults().withCreateIfMissing(false).withExclusive(false);
    try (Database database = Vectra.open(path(0), existing)) {
      BackupReport report = database.backup(path(1), listener("copied"));
      out.printf(
          Locale.ROOT,
          "%s: %,d files, %,d bytes, up to commit %d%n",
          names.get(1),
          report.files(),
          report.bytes(),
          report.lsn());
      report.leftOut().forEach(file -> out.println("left out, to be built anew: " + file));
      return report.leftOut().isEmpty() ? WELL : DAMAGED;
    }
  }

  private Path path(int argument) throws ShellException {
    try {
      return Path.of(names.get(argument));
    } catch (InvalidPathException e) {
      throw new ShellException("not a path: " + names.get(argument), e);
    }
  }

  private FileProgress listener(String done) {
    return progress
        ? (file, bytes, total) ->
            err.printf(
                Locale.ROOT, "%s %3d %% %s%n", done, total == 0 ? 100 : 100 * bytes / total, file)
        : FileProgress.NONE;
  }
}
