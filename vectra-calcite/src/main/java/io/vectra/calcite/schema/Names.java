package io.vectra.calcite.schema;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * What the names of a statement mean: exact, in the schema before the name or else in one schema.
 *
 * @param schema of names that are written without one
 */
public record Names(Catalog catalog, String schema) {

  /**
   * The whole name, of something that may exist or not.
   *
   * @throws VectraException UNDEFINED_SCHEMA for a schema that does not exist
   */
  public QualifiedName of(SqlIdentifier identifier) {
    int last = identifier.names.size() - 1;
    String given = last == 0 ? schema : identifier.names.get(last - 1);
    if (last > 1 || !catalog.definitions().hasSchema(given)) {
      throw undefinedSchema(
          last == 0 ? given : String.join(".", identifier.names.subList(0, last)));
    }
    return new QualifiedName(given, identifier.names.get(last));
  }

  /** The whole name that a name in parts means, whether there is such a schema or not. */
  private QualifiedName meant(List<String> parts) {
    int last = parts.size() - 1;
    String given = last == 0 ? schema : String.join(".", parts.subList(0, last));
    return new QualifiedName(given, parts.get(last));
  }

  /** What to throw for a schema that is not there. */
  public VectraException undefinedSchema(String name) {
    List<String> known = new ArrayList<>(catalog.definitions().schemas());
    known.add(QualifiedName.PUBLIC);
    String advice = NearestName.advice(name, known);
    return new VectraException(
        ErrorCode.UNDEFINED_SCHEMA,
        "Schema "
            + name
            + " does not exist"
            + (advice.isEmpty() ? ": use CREATE SCHEMA, or name another one." : advice));
  }

  /** The table of a name; null when it names none. */
  public @Nullable TableSchema tableOrNull(SqlNode name) {
    return name instanceof SqlIdentifier identifier ? catalog.table(meant(identifier.names)) : null;
  }

  /** The table of a name in a text, perhaps with a schema and a dot before it; null for none. */
  public @Nullable TableSchema tableNamed(String text) {
    TableSchema table = catalog.table(new QualifiedName(schema, text));
    int dot = text.indexOf('.');
    return table != null || dot < 0
        ? table
        : catalog.table(new QualifiedName(text.substring(0, dot), text.substring(dot + 1)));
  }

  /** The names of all tables, without their schemas. */
  public List<String> tableNames() {
    return catalog.tables().stream().map(TableSchema::name).toList();
  }

  /** The view of a name; null when it names none. */
  public @Nullable ViewSchema viewOrNull(SqlNode name) {
    return name instanceof SqlIdentifier identifier
        ? catalog.definitions().view(meant(identifier.names))
        : null;
  }

  /** The table of that name. */
  public TableSchema table(SqlIdentifier identifier) {
    return table(of(identifier));
  }

  /** The table of that whole name. */
  public TableSchema table(QualifiedName name) {
    TableSchema table = catalog.table(name);
    if (table == null) {
      throw undefined(ErrorCode.UNDEFINED_TABLE, "Table", name, tableNames());
    }
    return table;
  }

  /** The view of that name. */
  public ViewSchema view(SqlIdentifier identifier) {
    QualifiedName name = of(identifier);
    ViewSchema view = catalog.definitions().view(name);
    if (view == null) {
      List<String> views =
          catalog.definitions().views().stream().map(other -> other.name().name()).toList();
      throw undefined(ErrorCode.UNDEFINED_TABLE, "View", name, views);
    }
    return view;
  }

  /** The index of that name. */
  public IndexSchema index(SqlIdentifier identifier) {
    return index(of(identifier));
  }

  /** The index of that whole name. */
  public IndexSchema index(QualifiedName name) {
    IndexSchema index = catalog.index(name);
    if (index == null) {
      throw undefined(
          ErrorCode.UNDEFINED_OBJECT,
          "Index",
          name,
          catalog.indexes().stream().map(IndexSchema::name).toList());
    }
    return index;
  }

  /** The schema of that name. */
  public String schema(SqlIdentifier identifier) {
    if (!identifier.isSimple() || !catalog.definitions().hasSchema(identifier.getSimple())) {
      throw undefinedSchema(identifier.toString());
    }
    return identifier.getSimple();
  }

  /**
   * The position of a column.
   *
   * @throws VectraException UNDEFINED_COLUMN, which tells the nearest name
   */
  public static int position(TableSchema table, String column) {
    int position = table.positionOf(column);
    if (position < 0) {
      String advice =
          NearestName.advice(column, table.columns().stream().map(Column::name).toList());
      throw new VectraException(
          ErrorCode.UNDEFINED_COLUMN,
          "Column "
              + column
              + " does not exist in table "
              + table.name()
              + (advice.isEmpty() ? "." : advice));
    }
    return position;
  }

  private static VectraException undefined(
      ErrorCode code, String what, QualifiedName name, Collection<String> known) {
    String advice = NearestName.advice(name.name(), known);
    return new VectraException(
        code, what + " " + name + " does not exist" + (advice.isEmpty() ? "." : advice));
  }

  /** The sequence of that name. */
  public SequenceSchema sequence(SqlIdentifier identifier) {
    QualifiedName name = of(identifier);
    SequenceSchema sequence = catalog.definitions().sequence(name);
    if (sequence == null) {
      List<String> sequences =
          catalog.definitions().sequences().stream().map(other -> other.name().name()).toList();
      throw undefined(ErrorCode.UNDEFINED_OBJECT, "Sequence", name, sequences);
    }
    return sequence;
  }

  /** The sequence of a name in parts; null when they name none. */
  public @Nullable SequenceSchema sequenceOrNull(List<String> parts) {
    return catalog.definitions().sequence(meant(parts));
  }
}
