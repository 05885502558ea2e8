package io.vectra.jdbc.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts, imports and the prompt. */
class ShellTest {
  private static final String TABLE =
      "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20), v VECTOR(2));";

  @TempDir Path directory;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private ScriptRunner shell;

  @BeforeEach
  void open() throws ShellException {
    shell = new ScriptRunner(directory, out, out);
    shell.open(directory.resolve("db"));
    shell.run(TABLE);
  }

  @AfterEach
  void close() throws ShellException {
    shell.close();
  }

  private String print(String entered) throws ShellException {
    bytes.reset();
    shell.run(entered);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String ids() throws ShellException {
    return print("SELECT LISTAGG(CAST(id AS VARCHAR(9))) WITHIN GROUP (ORDER BY id) AS ids FROM t;")
        .lines()
        .skip(2)
        .findFirst()
        .orElseThrow()
        .strip();
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private void vectors(String name, int bytes) throws IOException {
    Files.write(directory.resolve(name), new byte[bytes]);
  }

  @Test
  void anImportWithTooManyVectors_leavesNothing() throws Exception {
    file("rows.csv", "id,name\n1,a\n2,b\n");
    vectors("v.2.f32", 3 * 8);
    assertThatThrownBy(() -> shell.run(".import rows.csv t --vectors v.2.f32 --into v"))
        .hasMessageContaining("more vectors")
        .hasMessageContaining("Nothing was imported");
    assertThat(ids()).isEqualTo("NULL");
  }

  @Test
  void anImportOfVectorsWithoutHeader_takesTheDimensionsOfTheColumn() throws Exception {
    file("rows.csv", "id,name\n1,a\n2,b\n");
    vectors("v.f32", 2 * 8);
    shell.run(".import rows.csv t --vectors v.f32 --into v");
    assertThat(ids()).isEqualTo("1,2");
  }

  @Test
  void anImport_joinsAnOpenTransaction_andAFailedOneLeavesThatAsItWas() throws Exception {
    file("rows.csv", "id,name\n1,a\n2,b\n");
    file("bad.csv", "id,name\n3,c\nx,d\n");
    shell.run("BEGIN; INSERT INTO t (id) VALUES (7);");
    shell.run(".import rows.csv t");
    assertThatThrownBy(() -> shell.run(".import bad.csv t"))
        .hasMessageContaining("bad.csv line 3: 22");
    assertThat(ids()).isEqualTo("1,2,7");
    shell.run("ROLLBACK;");
    assertThat(ids()).isEqualTo("NULL");
    shell.run(".import rows.csv t");
    assertThat(ids()).isEqualTo("1,2");
  }

  @Test
  void anImportOfNoFile_orOfAnUnknownKind_saysSo() throws Exception {
    assertThatThrownBy(() -> shell.run(".import none.csv t"))
        .hasMessageContaining("none.csv does not exist");
    file("rows.xls", "");
    assertThatThrownBy(() -> shell.run(".import rows.xls t"))
        .hasMessageContaining("ends in none of .csv, .tsv and .jsonl");
  }

  @Test
  void aBadRowFarInTheFile_isNamedByItsLine() throws Exception {
    StringBuilder rows = new StringBuilder("id,name\n");
    for (int i = 1; i <= 2_500; i++) {
      rows.append(i).append(i == 10 ? ",\"two\nlines\"\n" : ",n\n");
    }
    file("rows.csv", rows + "5,again\n");
    assertThatThrownBy(() -> shell.run(".import rows.csv t"))
        .hasMessageContaining("rows.csv line 2503: 23505")
        .hasMessageNotContaining("batch");
    assertThat(ids()).isEqualTo("NULL");
  }

  @Test
  void aScript_stopsAtItsFirstFailure_orAtQuit() {
    assertThatThrownBy(() -> shell.run("s", "SELECT 1;\nSELECT nope FROM t;\nDROP TABLE t;\n"))
        .hasMessageStartingWith("s:2: 42703");
    assertThat(shell.left()).isFalse();
    bytes.reset();
    assertThatThrownBy(() -> shell.run("s", ".print before\n.tables\n.nope\n"))
        .hasMessageStartingWith("s:3: unknown command .nope");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("before\nT\n");
  }

  @Test
  void schema_ofASystemViewsName_isThatOfTheTable() throws Exception {
    assertThat(print(".schema wal")).isEmpty();
    shell.run("CREATE TABLE wal (id INT PRIMARY KEY);");
    assertThat(print(".tables")).isEqualTo("T\nWAL\n");
    assertThat(print(".schema wal")).isEqualTo("ID INTEGER NOT NULL\n");
  }

  @Test
  void quit_endsAScript() throws Exception {
    shell.run("s", ".print before\n.quit\n.print after\nSELECT 1;");
    assertThat(shell.left()).isTrue();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("before\n");
  }

  @Test
  void schema_writesTypesAsCreateTableTakesThem() throws Exception {
    shell.run(
        "CREATE TABLE u (a INT PRIMARY KEY, b DECIMAL(6, 2) NOT NULL, c DOUBLE, d VECTOR(2));");
    assertThat(print(".schema u"))
        .isEqualTo("A INTEGER NOT NULL\nB DECIMAL(6, 2) NOT NULL\nC DOUBLE\nD VECTOR(2)\n");
  }

  @Test
  void bytesArePrintedInHexadecimal() throws Exception {
    assertThat(print("SELECT x'00FFab' AS b;")).contains("x00ffab");
  }

  @Test
  void thePrompt_takesStatementsOverLines_commandsAndSurvivesFailures() throws Exception {
    String output =
        type(
            "SELECT 'a;\n', id\n FROM t;\n.tables\nSELEKT;\nINSERT INTO t (id) VALUES (4);\n\nquit\nDROP TABLE t;\n");
    assertThat(output).contains("(0 rows)").contains("\nT\n").contains("42601 Syntax error");
    assertThat(output).contains("INSERT 1");
    assertThat(shell.left()).isTrue();
    assertThat(ids()).isEqualTo("4");
  }

  @Test
  void controlD_atAnEmptyLine_leaves() throws Exception {
    assertThat(type("SELECT id FROM t;\n\u0004SELECT nope;\n")).contains("(0 rows)");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("NOPE");
    assertThat(shell.left()).isFalse();
  }

  private String type(String keys) throws IOException {
    bytes.reset();
    ByteArrayInputStream typed = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
    try (Terminal terminal =
        new DumbTerminal(
            "test",
            Terminal.TYPE_DUMB,
            typed,
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8)) {
      Interactive.prompt(Interactive.reader(terminal, directory.resolve("history")), shell, out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
