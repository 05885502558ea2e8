package io.vectra.calcite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.Sessions;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans and rows of queries of system views, over tables small enough to know every answer. */
class SystemViewsPlanTest {
  private static final String TABLE_NAMES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'"
          + " ORDER BY table_name";

  private Database database;
  private Session session;

  @BeforeEach
  void open() {
    database = Vectra.openInMemory("system-views-test", OpenOptions.defaults());
    session = Sessions.open(database);
    run("CREATE TABLE docs (id BIGINT PRIMARY KEY, title VARCHAR(20), embedding VECTOR(3))");
    run("CREATE TABLE notes (name VARCHAR, about VARCHAR)");
    run("INSERT INTO notes VALUES ('DOCS', 'documents'), ('GONE', 'nothing')");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  @Test
  void tables_filteredAndOrdered_comeFromAScanInGeneratedCode() {
    assertThat(String.join("\n", plan(TABLE_NAMES)))
        .contains("EnumerableMemoryScan(table=[[INFORMATION_SCHEMA, TABLES]])")
        .contains("EnumerableSort");
    assertThat(rows(TABLE_NAMES)).containsExactly(row("DOCS"), row("NOTES"));
  }

  @Test
  void wholeView_withoutAnythingAround_isScannedAlone() {
    String sql = "SELECT * FROM vectra.settings";
    assertThat(plan(sql).get(plan(sql).size() - 1).strip())
        .isEqualTo("EnumerableMemoryScan(table=[[VECTRA, SETTINGS]])");
    assertThat(rows(sql))
        .extracting(row -> row.get(0))
        .containsExactly("ef_search", "exact", "lock_timeout");
  }

  @Test
  void explainAnalyze_ofAView_countsItsRows() {
    assertThat(rows("EXPLAIN ANALYZE SELECT name FROM vectra.settings")).contains(row("Rows: 3"));
  }

  @Test
  void views_joinedWithOneAnother_giveMatchingRows() {
    String sql =
        "SELECT c.column_name, k.constraint_name FROM information_schema.columns c"
            + " JOIN information_schema.tables t ON t.table_schema = c.table_schema"
            + " AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'"
            + " LEFT JOIN information_schema.key_column_usage k ON k.table_name = c.table_name"
            + " AND k.column_name = c.column_name"
            + " ORDER BY c.table_name, c.ordinal_position";
    assertThat(String.join("\n", plan(sql)))
        .contains("[INFORMATION_SCHEMA, COLUMNS]")
        .contains("[INFORMATION_SCHEMA, TABLES]")
        .contains("[INFORMATION_SCHEMA, KEY_COLUMN_USAGE]");
    assertThat(rows(sql))
        .containsExactly(
            row("ID", "PK_DOCS"),
            row("TITLE", null),
            row("EMBEDDING", null),
            row("NAME", null),
            row("ABOUT", null));
  }

  @Test
  void view_joinedWithATable_givesMatchingRows() {
    String sql =
        "SELECT n.about, t.row_count_estimate FROM notes n"
            + " LEFT JOIN information_schema.tables t ON t.table_name = n.name ORDER BY n.name";
    assertThat(String.join("\n", plan(sql)))
        .contains("EnumerableVectraScan(table=[[PUBLIC, NOTES]]")
        .contains("EnumerableMemoryScan(table=[[INFORMATION_SCHEMA, TABLES]])");
    assertThat(rows(sql)).containsExactly(row("documents", 0L), row("nothing", null));
  }

  @Test
  void oneColumn_underAggregateUnionSubQueryAndWindow_isRead() {
    assertThat(
            rows(
                "SELECT table_schema, COUNT(*) FROM information_schema.tables"
                    + " GROUP BY table_schema HAVING table_schema = 'PUBLIC'"))
        .containsExactly(row("PUBLIC", 2L));
    assertThat(
            rows(
                "SELECT schema_name FROM information_schema.schemata"
                    + " UNION SELECT name FROM notes ORDER BY 1"))
        .containsExactly(
            row("DOCS"), row("GONE"), row("INFORMATION_SCHEMA"), row("PUBLIC"), row("VECTRA"));
    assertThat(
            rows(
                "SELECT name FROM notes WHERE EXISTS (SELECT 1 FROM information_schema.tables t"
                    + " WHERE t.table_name = notes.name)"))
        .containsExactly(row("DOCS"));
    assertThat(
            rows(
                "SELECT name FROM notes WHERE name IN (SELECT table_name FROM"
                    + " information_schema.tables)"))
        .containsExactly(row("DOCS"));
    assertThat(
            rows(
                "SELECT about, (SELECT COUNT(*) FROM information_schema.schemata) FROM notes"
                    + " WHERE name = 'DOCS'"))
        .containsExactly(row("documents", 3L));
    assertThat(
            rows(
                "SELECT table_name, ROW_NUMBER() OVER (ORDER BY table_name) FROM"
                    + " information_schema.tables WHERE table_schema = ? ORDER BY 2 DESC LIMIT 1",
                "PUBLIC"))
        .containsExactly(row("NOTES", 2L));
  }

  @Test
  void insertSelect_fromAView_storesItsRows() {
    run("DELETE FROM notes");
    run(
        "INSERT INTO notes SELECT table_name, table_type FROM information_schema.tables"
            + " WHERE table_schema = 'PUBLIC'");
    assertThat(rows("SELECT * FROM notes ORDER BY name"))
        .containsExactly(row("DOCS", "BASE TABLE"), row("NOTES", "BASE TABLE"));
  }

  @Test
  void preparedQuery_afterAlterAndDrop_showsTheCatalogAsItIs() {
    PreparedSql columns =
        session.prepare(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'DOCS'"
                + " ORDER BY ordinal_position");
    assertThat(read(columns)).containsExactly(row("ID"), row("TITLE"), row("EMBEDDING"));
    run("ALTER TABLE docs DROP COLUMN title");
    run("ALTER TABLE docs ADD COLUMN added DATE");
    assertThat(read(columns)).containsExactly(row("ID"), row("EMBEDDING"), row("ADDED"));
    run("ALTER TABLE docs RENAME TO papers");
    assertThat(read(columns)).isEmpty();
    PreparedSql tables = session.prepare(TABLE_NAMES);
    assertThat(read(tables)).containsExactly(row("NOTES"), row("PAPERS"));
    run("DROP TABLE papers");
    assertThat(read(tables)).containsExactly(row("NOTES"));
  }

  @Test
  void cachedPlan_whenOnlyRowsChange_showsTheFiguresOfNow() {
    PreparedSql lsn = session.prepare("SELECT last_lsn FROM vectra.wal");
    long before = (Long) read(lsn).get(0).get(0);
    run("INSERT INTO docs VALUES (1, 'a', '[1,2,3]')");
    assertThat(read(lsn)).containsExactly(row(before + 1));
    assertThat(
            rows(
                "SELECT row_count_estimate FROM information_schema.tables"
                    + " WHERE table_name = 'DOCS'"))
        .containsExactly(row(1L));
  }

  @Test
  void openTransaction_withOwnWritesAndOthersDdl_seesWhatIsCommitted() {
    run("BEGIN");
    run("INSERT INTO docs VALUES (1, 'a', '[1,2,3]')");
    String estimate =
        "SELECT row_count_estimate FROM information_schema.tables WHERE table_name = 'DOCS'";
    assertThat(rows(estimate)).containsExactly(row(0L));
    try (Session other = Sessions.open(database)) {
      other
          .prepare("CREATE TABLE later (id INT PRIMARY KEY)")
          .execute(new Object[0], ExecutionControl.unlimited());
    }
    assertThat(rows(TABLE_NAMES)).containsExactly(row("DOCS"), row("LATER"), row("NOTES"));
    run("COMMIT");
    assertThat(rows(estimate)).containsExactly(row(1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO information_schema.tables (table_name) VALUES ('x')",
        "INSERT INTO information_schema.schemata SELECT * FROM information_schema.schemata",
        "UPDATE vectra.settings SET \"VALUE\" = '1'",
        "UPDATE vectra.settings AS s SET name = '1' WHERE s.name = 'exact'",
        "DELETE FROM information_schema.columns",
        "DELETE FROM vectra.missing",
        "EXPLAIN DELETE FROM information_schema.columns",
        "CREATE TABLE information_schema.mine (id INT PRIMARY KEY)",
        "CREATE TABLE IF NOT EXISTS vectra.segments (id INT PRIMARY KEY)",
        "DROP TABLE information_schema.tables",
        "DROP TABLE IF EXISTS vectra.wal",
        "TRUNCATE TABLE vectra.segments",
        "ALTER TABLE vectra.segments ADD COLUMN x INT",
        "CREATE VECTOR INDEX i ON information_schema.columns (column_name)",
        "CREATE VECTOR INDEX vectra.i ON docs (embedding)",
        "DROP INDEX vectra.indexes"
      })
  void change_ofASystemSchema_isRefusedWith42501(String sql) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOfSatisfying(
            VectraException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SYSTEM_OBJECT);
              assertThat(e.code().sqlState()).isEqualTo("42501");
              assertThat(e).hasMessageContaining("holds system views, which are only read");
            });
    assertThat(rows(TABLE_NAMES)).containsExactly(row("DOCS"), row("NOTES"));
  }

  @Test
  void unqualifiedName_meansPublicAlone() {
    assertCode("SELECT * FROM tables", ErrorCode.UNDEFINED_TABLE);
    assertCode("SELECT * FROM information_schema.docs", ErrorCode.UNDEFINED_TABLE);
    assertCode("SELECT * FROM vectra.tables", ErrorCode.UNDEFINED_TABLE);
  }

  @Test
  void tables_namedAsSystemViewsAndSchemas_areTablesOfTheirOwn() {
    run("CREATE TABLE tables (id INT PRIMARY KEY)");
    run("CREATE TABLE vectra (id INT PRIMARY KEY)");
    run("INSERT INTO tables VALUES (7)");
    run("UPDATE tables SET id = 8");
    assertThat(rows("SELECT * FROM tables")).containsExactly(row(8));
    assertThat(rows("SELECT * FROM vectra")).isEmpty();
    assertThat(rows("SELECT COUNT(*) FROM vectra.settings")).containsExactly(row(3L));
    assertThat(rows(TABLE_NAMES))
        .containsExactly(row("DOCS"), row("NOTES"), row("TABLES"), row("VECTRA"));
  }

  @Test
  void everyRow_ofEveryView_hasValuesOfTheDeclaredTypes() {
    run("CREATE VECTOR INDEX docs_nn ON docs (embedding)");
    run("INSERT INTO docs VALUES (1, 'a', '[1,2,3]')");
    run("CHECKPOINT");
    for (SystemView view : SystemViews.ALL) {
      for (@Nullable Object[] row : view.rows().of(new SystemState(new Source(database)))) {
        assertThat(row).as(view.name()).hasSameSizeAs(view.definition().columns());
        for (int i = 0; i < row.length; i++) {
          if (row[i] != null) {
            assertThat(row[i])
                .as(view.name() + "." + view.definition().column(i).name())
                .isInstanceOf(view.definition().column(i).type().kind().javaClass());
          }
        }
      }
      assertThat(rows("SELECT * FROM " + view.schema() + "." + view.name()))
          .as(view.name())
          .hasSameSizeAs(rows("SELECT 1 FROM " + view.schema() + "." + view.name()));
    }
  }

  @Test
  void everyColumn_ofEveryView_needsNoQuotes() {
    for (SystemView view : SystemViews.ALL) {
      List<String> names = view.definition().columns().stream().map(c -> c.name()).toList();
      PreparedSql all =
          session.prepare(
              "SELECT " + String.join(", ", names) + " FROM " + view.schema() + "." + view.name());
      assertThat(all.columns()).extracting(c -> c.label()).isEqualTo(names);
    }
  }

  /** A session that has set and runs something. */
  private record Source(Database database) implements SystemSource {
    @Override
    public List<SettingStatus> describeSettings() {
      return List.of(new SettingStatus("exact", "TRUE", "FALSE", "a setting"));
    }

    @Override
    public List<StatementStatus> runningStatements() {
      return List.of(new StatementStatus(1, "SELECT 1", Instant.EPOCH, 5));
    }
  }

  private void run(String sql) {
    session.prepare(sql).execute(new Object[0], ExecutionControl.unlimited());
  }

  private List<List<@Nullable Object>> rows(String sql, Object... values) {
    return read(
        (SqlResult.Rows) session.prepare(sql).execute(values, ExecutionControl.unlimited()));
  }

  private static List<List<@Nullable Object>> read(PreparedSql sql) {
    return read((SqlResult.Rows) sql.execute(new Object[0], ExecutionControl.unlimited()));
  }

  private List<String> plan(String sql) {
    return rows("EXPLAIN " + sql).stream().map(line -> String.valueOf(line.get(0))).toList();
  }

  private static List<List<@Nullable Object>> read(SqlResult.Rows result) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ResultCursor cursor = result.cursor()) {
      while (cursor.next()) {
        @Nullable Object[] row = new @Nullable Object[result.columns().size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = cursor.value(i);
        }
        rows.add(Arrays.asList(row));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private void assertCode(String sql, ErrorCode code) {
    assertThatThrownBy(() -> rows(sql))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
