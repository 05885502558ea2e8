package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sqlline.SqlLine;

class SqlLineTest {
  @TempDir Path directory;

  @Test
  void script_ofCommandsAndStatements_printsItsAnswers() throws Exception {
    String output =
        run(
            "!set outputformat csv",
            "!tables",
            "!columns BOOKS",
            "!primarykeys BOOKS",
            "!importedkeys BOOKS",
            "!indexes BOOKS",
            "!metadata getTypeInfo",
            "!dbinfo",
            "SELECT title, embedding FROM books ORDER BY id LIMIT 1;",
            "!autocommit off",
            "DELETE FROM books;",
            "!rollback",
            "SELECT COUNT(*) AS left_over FROM books;",
            "SELEC 1;",
            "!quit");
    assertThat(output)
        .contains("'PUBLIC','BOOKS','TABLE'")
        .contains("'PUBLIC','TITLES','VIEW'")
        .contains("'EMBEDDING','1111','VECTOR'")
        .contains("'Sea','[1.0,0.0,0.0]'")
        .contains("3 rows affected")
        .containsPattern("'LEFT_OVER'\\R'3'")
        .contains("42601");
    assertThat(output).doesNotContain("UnsupportedOperation").doesNotContain("Feature");
  }

  private String run(String... script) throws IOException, SQLException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    SqlLine line = new SqlLine();
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    line.setOutputStream(stream);
    line.setErrorStream(stream);
    byte[] input = (String.join("\n", script) + "\n").getBytes(StandardCharsets.UTF_8);
    line.begin(
        new String[] {
          "-u",
          Bookshop.in(directory).url(),
          "-n",
          "",
          "-p",
          "",
          "--color=false",
          "--maxWidth=10000"
        },
        new ByteArrayInputStream(input),
        false);
    return output.toString(StandardCharsets.UTF_8);
  }
}
