package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.INFORMATION_SCHEMA;

import io.vectra.engine.catalog.Commented;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Column.Identity;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.status.TableStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INFORMATION_SCHEMA: schemas, tables, columns, and what a database does not have yet. */
final class DefinitionViews {
  static final List<SystemView> ALL =
      List.of(
          SystemView.named(INFORMATION_SCHEMA, "SCHEMATA")
              .texts("CATALOG_NAME", "SCHEMA_NAME", "SCHEMA_OWNER")
              .texts("DEFAULT_CHARACTER_SET_CATALOG", "DEFAULT_CHARACTER_SET_SCHEMA")
              .texts("DEFAULT_CHARACTER_SET_NAME", "SQL_PATH", "REMARKS")
              .of(DefinitionViews::schemata),
          SystemView.named(INFORMATION_SCHEMA, "TABLES")
              .texts("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "TABLE_TYPE")
              .texts("IS_INSERTABLE_INTO", "COMMIT_ACTION", "REMARKS")
              .longs("ROW_COUNT_ESTIMATE")
              .of(DefinitionViews::tables),
          SystemView.named(INFORMATION_SCHEMA, "COLUMNS")
              .texts("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME")
              .integers("ORDINAL_POSITION")
              .texts("COLUMN_DEFAULT", "IS_NULLABLE", "DATA_TYPE")
              .longs("CHARACTER_MAXIMUM_LENGTH", "CHARACTER_OCTET_LENGTH")
              .integers("NUMERIC_PRECISION", "NUMERIC_PRECISION_RADIX", "NUMERIC_SCALE")
              .integers("DATETIME_PRECISION", "VECTOR_DIMENSIONS")
              .texts("IS_IDENTITY", "IDENTITY_GENERATION")
              .longs("IDENTITY_START", "IDENTITY_INCREMENT")
              .texts("IS_GENERATED", "GENERATION_EXPRESSION", "REMARKS")
              .of(DefinitionViews::columns),
          SystemView.named(INFORMATION_SCHEMA, "VIEWS")
              .texts("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "VIEW_DEFINITION")
              .texts("CHECK_OPTION", "IS_UPDATABLE", "INSERTABLE_INTO", "IS_TRIGGER_UPDATABLE")
              .texts("IS_TRIGGER_DELETABLE", "IS_TRIGGER_INSERTABLE_INTO", "REMARKS")
              .of(DefinitionViews::views),
          SystemView.named(INFORMATION_SCHEMA, "SEQUENCES")
              .texts("SEQUENCE_CATALOG", "SEQUENCE_SCHEMA", "SEQUENCE_NAME", "DATA_TYPE")
              .integers("NUMERIC_PRECISION", "NUMERIC_PRECISION_RADIX", "NUMERIC_SCALE")
              .longs("START_VALUE", "MINIMUM_VALUE", "MAXIMUM_VALUE", "INCREMENT")
              .texts("CYCLE_OPTION")
              .longs("CACHE")
              .texts("REMARKS")
              .of(DefinitionViews::sequences));

  private DefinitionViews() {}

  private static List<@Nullable Object[]> schemata(SystemState state) {
    return SystemViews.allSchemas(state.catalog()).stream()
        .map(
            name ->
                new @Nullable Object[] {
                  null, name, null, null, null, "UTF8", null, state.comment(Commented.schema(name))
                })
        .toList();
  }

  private static List<@Nullable Object[]> tables(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableStatus table : state.database().tables()) {
      rows.add(
          new @Nullable Object[] {
            null,
            table.schema().schema(),
            table.schema().name(),
            "BASE TABLE",
            "YES",
            null,
            state.comment(Commented.table(table.schema().id())),
            table.estimatedRows()
          });
    }
    for (ViewSchema view : state.catalog().definitions().views()) {
      rows.add(
          new @Nullable Object[] {
            null,
            view.name().schema(),
            view.name().name(),
            "VIEW",
            "NO",
            null,
            state.comment(Commented.view(view.name())),
            null
          });
    }
    for (SystemView view : SystemViews.ALL) {
      rows.add(
          new @Nullable Object[] {
            null, view.schema(), view.name(), "SYSTEM VIEW", "NO", null, null, null
          });
    }
    return rows;
  }

  private static List<@Nullable Object[]> columns(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : state.catalog().tables()) {
      int first = rows.size();
      addColumns(table.schema(), table, rows);
      for (int i = 0; i < table.columns().size(); i++) {
        @Nullable Object[] row = rows.get(first + i);
        Commented column = Commented.column(table.id(), table.column(i).origin().id());
        row[row.length - 1] = state.comment(column);
      }
    }
    for (ViewSchema view : state.catalog().definitions().views()) {
      addColumns(view.name().schema(), view.definition(), rows);
    }
    for (SystemView view : SystemViews.ALL) {
      addColumns(view.schema(), view.definition(), rows);
    }
    return rows;
  }

  private static void addColumns(String schema, TableSchema table, List<@Nullable Object[]> rows) {
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.column(i);
      boolean nullable = column.nullable() && !table.primaryKey().contains(i);
      boolean identity = column.identity() != Identity.NONE;
      DeclaredType type = DeclaredType.of(column.type());
      rows.add(
          new @Nullable Object[] {
            null,
            schema,
            table.name(),
            column.name(),
            i + 1,
            DefaultTexts.of(column.defaultValue()),
            yesOrNo(nullable),
            type.name(),
            type.length(),
            type.octets(),
            type.precision(),
            type.radix(),
            type.scale(),
            type.fraction(),
            type.dimensions(),
            yesOrNo(identity),
            generation(column.identity()),
            identity ? 1L : null,
            identity ? 1L : null,
            "NEVER",
            null,
            null
          });
    }
  }

  private static List<@Nullable Object[]> views(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (ViewSchema view : state.catalog().definitions().views()) {
      rows.add(
          new @Nullable Object[] {
            null,
            view.name().schema(),
            view.name().name(),
            view.query().text(),
            "NONE",
            "NO",
            "NO",
            "NO",
            "NO",
            "NO",
            state.comment(Commented.view(view.name()))
          });
    }
    return rows;
  }

  private static List<@Nullable Object[]> sequences(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (SequenceSchema sequence : state.catalog().definitions().sequences()) {
      SequenceSchema.Range range = sequence.range();
      DeclaredType type = DeclaredType.of(ColumnType.of(range.type()));
      rows.add(
          new @Nullable Object[] {
            null,
            sequence.name().schema(),
            sequence.name().name(),
            type.name(),
            type.precision(),
            type.radix(),
            type.scale(),
            sequence.start(),
            range.minimum(),
            range.maximum(),
            range.increment(),
            yesOrNo(range.cycle()),
            sequence.cache(),
            state.comment(Commented.sequence(sequence.name()))
          });
    }
    return rows;
  }

  private static String yesOrNo(boolean yes) {
    return yes ? "YES" : "NO";
  }

  private static @Nullable String generation(Identity identity) {
    return switch (identity) {
      case NONE -> null;
      case ALWAYS -> "ALWAYS";
      case BY_DEFAULT -> "BY DEFAULT";
    };
  }
}
