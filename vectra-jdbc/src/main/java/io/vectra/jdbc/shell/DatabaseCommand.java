package io.vectra.jdbc.shell;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.backup.BackupReport;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.verify.RepairReport;
import io.vectra.engine.verify.VerifyReport;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the program does with a whole database: {@code vectra verify|repair|backup ..}. Ends with 0
 * when all is well, 1 when something is damaged or lost, 2 when it could not be done.
 */
final class DatabaseCommand {
  static final int WELL = 0;
  static final int DAMAGED = 1;
  static final int NOT_DONE = 2;

  /** The commands, for the program's usage. */
  static final String USAGE =
      """
             vectra verify DIRECTORY [--json] [--progress]
             vectra repair DIRECTORY [--json]
             vectra backup DIRECTORY TARGET [--progress]

        verify                read every byte of a database that nobody has open, and report what
                              is damaged and what it costs
        repair                keep every row that can still be read; what is damaged goes to
                              DIRECTORY/quarantine
        backup                copy a database to an empty or missing directory, every byte checked
        --json                report as JSON
        --progress            tell on the error output how far it has come
      """;

  static final String EXIT_CODES =
      """

      Ends with 0 when all is well; 1 when a statement failed, something is damaged (verify, backup)
      or something was lost (repair); 2 when the arguments make no sense or it could not be done.
      """;

  private static final String JSON = "--json";
  private static final String PROGRESS = "--progress";

  private final Kind kind;
  private final List<Path> places;
  private final Set<String> options;
  private final PrintStream out;
  private final PrintStream err;

  private DatabaseCommand(
      Kind kind, List<Path> places, Set<String> options, PrintStream out, PrintStream err) {
    this.kind = kind;
    this.places = places;
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** The commands, with how many directories and which options each takes. */
  private enum Kind {
    VERIFY("verify", 1, Set.of(JSON, PROGRESS)),
    REPAIR("repair", 1, Set.of(JSON)),
    BACKUP("backup", 2, Set.of(PROGRESS));

    private final String word;
    private final int directories;
    private final Set<String> options;

    Kind(String word, int directories, Set<String> options) {
      this.word = word;
      this.directories = directories;
      this.options = options;
    }

    static @Nullable Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      return null;
    }
  }

  /** Whether the first argument of the program is one of these commands. */
  static boolean isOne(String word) {
    return Kind.of(word) != null;
  }

  /**
   * Reads the program's arguments.
   *
   * @throws ShellException when they make no sense
   */
  static DatabaseCommand parse(String[] args, PrintStream out, PrintStream err)
      throws ShellException {
    Kind kind = Kind.of(args[0]);
    if (kind == null) {
      throw new ShellException("unknown command " + args[0]);
    }
    List<Path> places = new ArrayList<>();
    Set<String> options = new java.util.HashSet<>();
    for (String arg : List.of(args).subList(1, args.length)) {
      if (!arg.startsWith("-")) {
        places.add(path(arg));
      } else if (kind.options.contains(arg)) {
        options.add(arg);
      } else {
        throw new ShellException(kind.word + " has no option " + arg);
      }
    }
    if (places.size() != kind.directories) {
      throw new ShellException(
          kind.word
              + (kind.directories == 1 ? " needs one directory, " : " needs two directories, ")
              + places.size()
              + " are given");
    }
    return new DatabaseCommand(kind, List.copyOf(places), options, out, err);
  }

  private static Path path(String text) throws ShellException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ShellException("'" + text + "' is no path: " + e.getReason(), e);
    }
  }

  /** Runs it; the exit status. */
  int run() {
    try {
      return switch (kind) {
        case VERIFY -> verify();
        case REPAIR -> repair();
        case BACKUP -> backup();
      };
    } catch (VectraException e) {
      err.println(e.code().sqlState() + " " + e.getMessage());
      return e.code() == ErrorCode.CORRUPTION ? DAMAGED : NOT_DONE;
    }
  }

  private int verify() {
    VerifyReport report = Vectra.verify(places.get(0), progress());
    out.print(options.contains(JSON) ? report.toJson() : report.toText());
    return report.isClean() ? WELL : DAMAGED;
  }

  private int repair() {
    RepairReport report = Vectra.repair(places.get(0));
    out.print(options.contains(JSON) ? report.toJson() : report.toText());
    boolean lost =
        report.rowsLost() > 0 || report.deletionsLost() > 0 || !report.lostCommits().isEmpty();
    return lost ? DAMAGED : WELL;
  }

  private int backup() {
    OpenOptions existing = OpenOptions.defaults().withCreateIfMissing(false);
    try (Database database = Vectra.open(places.get(0), existing)) {
      BackupReport report = database.backup(places.get(1), progress());
      out.println(
          "Copied "
              + report.files()
              + " files with "
              + report.bytes()
              + " bytes, up to commit "
              + report.lsn()
              + ", to "
              + places.get(1)
              + ".");
      report
          .leftOut()
          .forEach(file -> out.println(file + " is damaged and was left out: it can be rebuilt."));
      return report.leftOut().isEmpty() ? WELL : DAMAGED;
    }
  }

  private FileProgress progress() {
    return options.contains(PROGRESS) ? new ProgressLines(err) : FileProgress.NONE;
  }
}
