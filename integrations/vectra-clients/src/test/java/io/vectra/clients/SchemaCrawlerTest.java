package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import schemacrawler.schema.Catalog;
import schemacrawler.schema.Column;
import schemacrawler.schema.Table;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaCrawlerOptions;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.command.text.schema.options.TextOutputFormat;
import schemacrawler.tools.executable.SchemaCrawlerExecutable;
import schemacrawler.tools.options.OutputOptionsBuilder;
import schemacrawler.tools.utility.SchemaCrawlerUtility;
import us.fatehi.utility.datasource.DatabaseConnectionSource;
import us.fatehi.utility.datasource.DatabaseConnectionSources;
import us.fatehi.utility.datasource.MultiUseUserCredentials;

class SchemaCrawlerTest {
  private static final SchemaCrawlerOptions MAXIMUM =
      SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
          .withLoadOptions(
              LoadOptionsBuilder.builder()
                  .withSchemaInfoLevel(SchemaInfoLevelBuilder.maximum())
                  .toOptions());

  @TempDir Path directory;

  @Test
  void catalog_atMaximumLevel_hasKeysIndexesAndTypes_withoutAWarning() throws Exception {
    List<String> warnings = new ArrayList<>();
    Logger logger = Logger.getLogger("");
    Handler handler = new Warnings(warnings);
    logger.addHandler(handler);
    try (DatabaseConnectionSource source = source(Bookshop.in(directory))) {
      Catalog catalog = SchemaCrawlerUtility.getCatalog(source, MAXIMUM);
      Table books =
          catalog.getTables().stream()
              .filter(table -> table.getFullName().equals("PUBLIC.BOOKS"))
              .findFirst()
              .orElseThrow();
      assertThat(books.getTableType().getTableType()).isEqualTo("TABLE");
      assertThat(books.getRemarks()).isEqualTo("What is sold");
      assertThat(books.getPrimaryKey().getConstrainedColumns())
          .extracting(Column::getName)
          .containsExactly("ID");
      assertThat(books.getImportedForeignKeys()).hasSize(1);
      assertThat(books.getIndexes())
          .extracting(index -> index.getName())
          .contains("BOOKS_TITLE", "BOOKS_EMBEDDING");
      assertThat(books.getColumns())
          .extracting(column -> column.getColumnDataType().getName())
          .containsExactly("BIGINT", "INTEGER", "VARCHAR", "DECIMAL", "DATE", "VECTOR");
      assertThat(books.lookupColumn("ID").orElseThrow().isAutoIncremented()).isTrue();
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void text_ofTheSchema_namesEverything() throws Exception {
    assertThat(text(Bookshop.in(directory)))
        .contains("PUBLIC.BOOKS", "[table]")
        .contains("PUBLIC.TITLES", "[view]")
        .containsPattern("EMBEDDING\\s+VECTOR")
        .containsPattern("TITLE\\s+VARCHAR\\(100\\) NOT NULL")
        .contains("What is sold");
  }

  private String text(Bookshop shop) throws IOException {
    Path file = directory.resolve("schema.txt");
    SchemaCrawlerExecutable schema = new SchemaCrawlerExecutable("schema");
    schema.setSchemaCrawlerOptions(MAXIMUM);
    schema.setOutputOptions(OutputOptionsBuilder.newOutputOptions(TextOutputFormat.text, file));
    try (DatabaseConnectionSource source = source(shop)) {
      schema.setDataSource(source);
      schema.execute();
    } catch (Exception e) {
      throw new IOException(e);
    }
    return Files.readString(file);
  }

  private static DatabaseConnectionSource source(Bookshop shop) {
    return DatabaseConnectionSources.newDatabaseConnectionSource(
        shop.url(), new MultiUseUserCredentials("any", "any"));
  }

  private static final class Warnings extends Handler {
    private final List<String> warnings;

    Warnings(List<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void publish(LogRecord message) {
      if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
        warnings.add(message.getLoggerName() + ": " + message.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
