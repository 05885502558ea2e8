package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.Definition;
import io.vectra.calcite.parser.StatementText;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.Database;
import io.vectra.engine.Transaction;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code CREATE TABLE .. AS}: a table of the rows that a query gives. The rows are read before
 * there is a table; they are committed together, and a failure takes the table away again.
 */
final class TableOfQuery {
  private final OpenSession session;
  private final Database database;
  private final Definition.CreateTableAs create;
  private final String sql;
  private final ExecutionControl control;

  /**
   * Prepares nothing yet.
   *
   * @param sql the whole statement
   * @param control ends it
   */
  TableOfQuery(
      OpenSession session, Definition.CreateTableAs create, String sql, ExecutionControl control) {
    this.session = session;
    this.database = session.database().polling(control::check);
    this.control = control;
    this.create = create;
    this.sql = sql;
  }

  void run() {
    SystemViews.refuseChange(create.name(), session.schema());
    QualifiedName name = new Names(database.catalog(), session.schema()).of(create.name());
    if (create.ifNotExists() && database.catalog().table(name) != null) {
      return;
    }
    ViewDefinitions definitions = new ViewDefinitions("Table", name, database.catalog());
    definitions.refuseParameters(create.query());
    String query = query();
    PreparedSql prepared = session.prepare(query, control);
    List<String> names =
        create.columns().isEmpty()
            ? prepared.columns().stream().map(ColumnInfo::label).toList()
            : create.columns();
    List<Column> columns = new ArrayList<>();
    for (Column column : definitions.of(query, names, session.schema()).columns()) {
      columns.add(new Column(column.name(), column.type(), true));
    }
    TableSchema definition = TableSchema.define(name.name(), columns, List.of()).in(name.schema());
    List<@Nullable Object[]> rows = create.withData() ? read(prepared, definition) : List.of();
    TableSchema created = database.createTable(definition);
    try {
      insert(created, rows);
    } catch (RuntimeException | Error e) {
      session.database().dropTable(created.id()); // also when it is canceled
      throw e;
    }
  }

  /** The text of the query alone. */
  private String query() {
    String text = StatementText.from(sql, create.begin());
    SqlParserPos end = create.end();
    return end == null
        ? text
        : text.substring(0, text.length() - StatementText.from(sql, end).length());
  }

  private List<@Nullable Object[]> read(PreparedSql query, TableSchema table) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    SqlResult result = query.execute(new Object[0], control);
    try (ResultCursor cursor = ((SqlResult.Rows) result).cursor()) {
      while (cursor.next()) {
        @Nullable Object[] row = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = Execution.assigned(table, i, cursor.value(i));
        }
        rows.add(row);
      }
    }
    session.commit(); // which the query began, without autocommit
    return rows;
  }

  private void insert(TableSchema table, List<@Nullable Object[]> rows) {
    try (Transaction transaction = database.begin()) {
      transaction.ownArrays(); // those of rows that were read are nobody's to change
      for (@Nullable Object[] row : rows) {
        control.check();
        transaction.insert(table.id(), row);
      }
      transaction.commit(control::check);
    }
  }
}
