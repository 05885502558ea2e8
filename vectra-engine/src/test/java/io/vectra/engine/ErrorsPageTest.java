package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of errors lists each code as it is. */
class ErrorsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "ERRORS.md");

  @Test
  void page_ofErrors_tellsOfEachCode() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.matches("\\| [A-Z_]+ \\| \\w{5} \\|.*"))
            .toList();
    assertThat(rows).hasSameSizeAs(ErrorCode.values());
    for (ErrorCode code : ErrorCode.values()) {
      String[] cells = rows.get(code.ordinal()).split(" *\\| *");
      assertThat(Arrays.copyOfRange(cells, 1, 6))
          .containsExactly(
              code.name(),
              code.sqlState(),
              code.category().name(),
              code.retryable() ? "yes" : "no",
              code.databaseUsable() ? "yes" : "no");
      assertThat(cells[6]).as("%s: what it means", code).isNotBlank();
      assertThat(cells[7]).as("%s: what to do", code).isNotBlank();
    }
    for (ErrorCode.Category category : ErrorCode.Category.values()) {
      assertThat(Files.readString(PAGE)).contains("\n| " + category + " | in ");
    }
  }
}
