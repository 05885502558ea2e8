package io.vectra.jdbc.shell;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sqlline.SqlLine;

/** The interactive prompt, which is SQLLine's: history, completion, many formats. */
final class Interactive {
  private Interactive() {}

  /** Runs until the user leaves; the exit status. */
  static int run(@Nullable String database) throws ShellException {
    String[] arguments =
        database == null
            ? new String[0]
            : new String[] {"-u", ScriptRunner.url(database), "-n", "", "-p", ""};
    try {
      SqlLine.Status status = new SqlLine().begin(arguments, null, true);
      return status == SqlLine.Status.OK ? 0 : 1;
    } catch (IOException e) {
      throw new ShellException("The terminal cannot be used: " + e.getMessage(), e);
    }
  }
}
