package io.vectra.jdbc.shell;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The commands that a script can hold beside SQL, each on a line that begins with a dot. */
enum ShellCommand {
  DATABASE(".database DIRECTORY", "open a database; made when it is missing"),
  IMPORT(
      ".import FILE TABLE [--vectors FILE --into COLUMN] [--if-empty]",
      "insert rows of a .csv, .tsv or .jsonl file, with vectors of a .f16, .f32, .npy or .fvecs"
          + " file"),
  TABLES(".tables", "list the tables"),
  SCHEMA(".schema TABLE", "list the columns of a table"),
  PRINT(".print TEXT", "print a text"),
  TIMER(".timer on|off", "print how long each statement takes"),
  HELP(".help", "list these commands"),
  QUIT(".quit", "leave the script or the shell; at the prompt, quit, exit and \\q do the same");

  private final String form;
  private final String explanation;

  ShellCommand(String form, String explanation) {
    this.form = form;
    this.explanation = explanation;
  }

  /** How the command is written. */
  String form() {
    return form;
  }

  /** The command of a word such as {@code .import}. */
  static ShellCommand of(String word) throws ShellException {
    for (ShellCommand command : values()) {
      if (word.equals("." + command.name().toLowerCase(java.util.Locale.ROOT))) {
        return command;
      }
    }
    throw new ShellException(
        "unknown command "
            + word
            + "; known ones are "
            + Arrays.stream(values())
                .map(command -> command.form.split(" ", 2)[0])
                .collect(Collectors.joining(" ")));
  }

  /** All commands, a line each. */
  static String help() {
    List<String> lines =
        Arrays.stream(values())
            .map(command -> "  " + command.form + "\n      " + command.explanation + "\n")
            .toList();
    return String.join("", lines);
  }
}
