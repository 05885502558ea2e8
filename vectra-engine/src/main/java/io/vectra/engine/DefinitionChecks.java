package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.DefinitionsJson;
import io.vectra.engine.manifest.SchemaJson;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.TableSchema;
import java.util.HashSet;
import java.util.Set;

/** Checks what a catalog is to define beside tables and indexes before it is logged. */
final class DefinitionChecks {
  private DefinitionChecks() {}

  static void check(Catalog catalog, DefinitionChange change) {
    Definitions definitions = change.definitions();
    Set<QualifiedName> taken = new HashSet<>();
    for (String schema : definitions.schemas()) {
      SchemaChecks.checkName("schema", schema);
    }
    for (TableSchema table : catalog.tables()) {
      if (!change.droppedTables().contains(table.id())) {
        take(QualifiedName.of(table), definitions, taken);
      }
    }
    for (SequenceSchema sequence : definitions.sequences()) {
      SchemaChecks.checkName("sequence", sequence.name().name());
      take(sequence.name(), definitions, taken);
      String fault = sequence.fault();
      if (fault != null) {
        throw new VectraException(
            ErrorCode.INVALID_PARAMETER,
            "Sequence " + sequence.name() + " " + fault + ". Nothing was changed.");
      }
    }
    for (ViewSchema view : definitions.views()) {
      SchemaChecks.checkName("view", view.name().name());
      view.columns().forEach(column -> SchemaChecks.checkName("column", column.name()));
      take(view.name(), definitions, taken);
    }
    checkSize(catalog, change);
  }

  private static void take(QualifiedName name, Definitions definitions, Set<QualifiedName> taken) {
    checkSchema(definitions, name);
    if (!taken.add(name)) {
      throw duplicate(name);
    }
  }

  private static void checkSchema(Definitions definitions, QualifiedName name) {
    if (!definitions.hasSchema(name.schema())) {
      throw new VectraException(
          ErrorCode.UNDEFINED_SCHEMA,
          "Schema " + name.schema() + " of " + name.name() + " does not exist.");
    }
  }

  /** Checks that no view and no sequence has a name, and that its schema is there. */
  static void checkFree(Definitions definitions, QualifiedName name) {
    checkSchema(definitions, name);
    if (definitions.view(name) != null || definitions.sequence(name) != null) {
      throw duplicate(name);
    }
  }

  /** Checks that there are the sequences which columns have as defaults. */
  static void requireSequences(Definitions definitions, TableSchema table) {
    for (Column column : table.columns()) {
      if (column.defaultValue() instanceof NextValue next && !definitions.has(next)) {
        throw new VectraException(
            ErrorCode.UNDEFINED_OBJECT,
            "Sequence "
                + new QualifiedName(next.schema(), next.sequence())
                + ", the default of column "
                + table.name()
                + "."
                + column.name()
                + ", does not exist any more. Nothing was changed.");
      }
    }
  }

  private static VectraException duplicate(QualifiedName name) {
    return new VectraException(
        ErrorCode.DUPLICATE_TABLE,
        "A table, view or sequence " + name + " already exists. Nothing was changed.");
  }

  private static void checkSize(Catalog catalog, DefinitionChange change) {
    long bytes = DefinitionsJson.toBytes(change).length;
    for (TableSchema table : catalog.tables()) {
      bytes += SchemaJson.toBytes(table).length;
    }
    if (bytes > Limits.MAX_CATALOG_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "With this change the definitions of all tables, views and sequences have "
              + bytes
              + " bytes, the limit is "
              + Limits.MAX_CATALOG_BYTES
              + ". Use shorter texts. Nothing was changed.");
    }
  }
}
