package io.vectra.jdbc.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program behind {@code bin/vectra}: {@code vectra [--database DIR] [-c SQL | SCRIPT.sql]}, and
 * {@link MaintenanceCommand}. It ends with 0 when all went well, 1 when a statement failed, 2 when
 * its arguments make no sense.
 */
public final class VectraShell {
  private static final String USAGE =
      """
      usage: vectra [--database DIRECTORY] [-c SQL | SCRIPT.sql]

        SCRIPT.sql            run the statements and commands of a file
        -c SQL                run statements given here
        --database DIRECTORY  open this database first; made when it is missing (without it, a
                              database in memory)
        (neither)             talk to the database interactively, or run what comes through a pipe

      Commands, on a line of their own:
      """;

  private VectraShell() {}

  /** What the arguments ask for. */
  private record Arguments(
      @Nullable String database, @Nullable String commands, @Nullable Path script, boolean help) {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int status = run(args, out, System.err);
    out.flush();
    System.exit(status);
  }

  /** Runs with the given arguments and outputs; returns the exit status. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    if (MaintenanceCommand.is(args)) {
      return MaintenanceCommand.run(args, out, err);
    }
    Arguments arguments;
    try {
      arguments = parse(args);
    } catch (ShellException e) {
      err.println("vectra: " + e.getMessage());
      err.println("vectra --help tells what there is.");
      return 2;
    }
    if (arguments.help()) {
      out.print(help());
      return 0;
    }
    try {
      return run(arguments, out, err);
    } catch (ShellException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static String help() {
    return MaintenanceCommand.USAGE + USAGE + ShellCommand.help();
  }

  private static int run(Arguments arguments, PrintStream out, PrintStream err)
      throws ShellException {
    Path script = arguments.script();
    Path base = Path.of("").toAbsolutePath();
    if (script != null && script.toAbsolutePath().getParent() != null) {
      base = script.toAbsolutePath().getParent();
    }
    try (ScriptRunner runner = new ScriptRunner(base, out, err)) {
      if (arguments.database() != null) {
        runner.open(Path.of(arguments.database()));
      }
      if (script != null) {
        runner.run(script.toString(), read(script));
      } else if (arguments.commands() != null) {
        runner.run("-c", arguments.commands());
      } else {
        Interactive.run(runner, out, err);
      }
    }
    return 0;
  }

  private static String read(Path script) throws ShellException {
    try {
      return Files.readString(script, StandardCharsets.UTF_8);
    } catch (IOException | UncheckedIOException e) {
      throw new ShellException("Script " + script + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Arguments parse(String[] args) throws ShellException {
    String database = null;
    String commands = null;
    List<String> scripts = new ArrayList<>();
    boolean help = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--database" -> database = next(args, i++);
        case "-c" -> commands = next(args, i++);
        case "--help", "-h" -> help = true;
        default -> {
          if (args[i].startsWith("-")) {
            throw new ShellException("unknown option " + args[i]);
          }
          scripts.add(args[i]);
        }
      }
    }
    if (scripts.size() > 1 || (!scripts.isEmpty() && commands != null)) {
      throw new ShellException("one script or one -c, not more");
    }
    return new Arguments(
        database, commands, scripts.isEmpty() ? null : Path.of(scripts.get(0)), help);
  }

  private static String next(String[] args, int option) throws ShellException {
    if (option + 1 == args.length) {
      throw new ShellException("option " + args[option] + " needs a value");
    }
    return args[option + 1];
  }
}
