package io.vectra.jdbc.shell;

import io.vectra.calcite.parser.SqlScript;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The interactive prompt: statements over as many lines as they take, commands, history and line
 * editing by JLine. What comes through a pipe instead is a script.
 */
final class Interactive {
  private static final Set<String> LEAVING = Set.of("quit", "exit", "\\q", ".exit");
  private static final String PROMPT = "vectra> ";
  private static final String HISTORY = ".vectra_history";

  private Interactive() {}

  /** Runs until the user leaves, or the piped script ends. */
  static void run(ScriptRunner runner, PrintStream out, PrintStream err) throws ShellException {
    try (Terminal terminal = TerminalBuilder.builder().name("vectra").dumb(true).build()) {
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        String script = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        runner.run("standard input", script);
      } else {
        out.println("Statements end with a semicolon. .help lists commands, .quit leaves.");
        prompt(reader(terminal, Path.of(System.getProperty("user.home"), HISTORY)), runner, err);
      }
    } catch (IOException e) {
      throw new ShellException("The terminal cannot be used: " + e.getMessage(), e);
    }
  }

  /** A reader of whole statements and commands. */
  static LineReader reader(Terminal terminal, Path history) {
    List<String> commands =
        Arrays.stream(ShellCommand.values()).map(c -> c.form().split(" ", 2)[0]).toList();
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .appName("vectra")
        .parser(new StatementParser())
        .completer(new StringsCompleter(commands))
        .variable(LineReader.HISTORY_FILE, history)
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P   ... ")
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .build();
  }

  /** Runs what the reader gives; a failure is told, and the next entry awaited. */
  static void prompt(LineReader reader, ScriptRunner runner, PrintStream err) {
    while (!runner.left()) {
      try {
        String entered = reader.readLine(PROMPT).strip();
        runner.run(leaves(entered) ? ".quit" : entered);
      } catch (UserInterruptException e) {
        // What was typed is dropped.
      } catch (EndOfFileException e) {
        return;
      } catch (ShellException e) {
        err.println(e.getMessage());
      }
    }
  }

  private static boolean leaves(String entered) {
    return LEAVING.contains(
        entered.replaceFirst(";$", "").strip().toLowerCase(java.util.Locale.ROOT));
  }

  /** An entry goes on over lines until a semicolon ends it, unless it is a command. */
  private static final class StatementParser implements Parser {
    private final DefaultParser words = new DefaultParser().quoteChars(null).escapeChars(null);

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && !complete(line.strip())) {
        throw new EOFError(-1, -1, "the statement has no semicolon yet");
      }
      return words.parse(line, cursor, context);
    }

    private static boolean complete(String entered) {
      List<SqlScript.Statement> statements = SqlScript.split(entered);
      return entered.startsWith(".")
          || leaves(entered)
          || statements.isEmpty()
          || statements.get(statements.size() - 1).complete();
    }
  }
}
