package io.vectra.calcite.system;

import io.vectra.calcite.schema.NearestName;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;

/** All system views, by schema, and the refusal to change them. */
public final class SystemViews {
  /** The schema of the SQL standard. */
  public static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";

  /** The schema of what only this database has. */
  public static final String VECTRA = "VECTRA";

  /** Every schema that holds system views, by name. */
  public static final List<String> SCHEMAS = List.of(INFORMATION_SCHEMA, VECTRA);

  /** Every system view, by schema. */
  public static final List<SystemView> ALL =
      Stream.of(
              DefinitionViews.ALL,
              ConstraintViews.ALL,
              IndexViews.ALL,
              StorageViews.ALL,
              ActivityViews.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Pattern MISSING =
      Pattern.compile("Object '([^']*)' not found within '([^']*)'");

  private SystemViews() {}

  /** The names of all schemas of a database, in their order. */
  public static List<String> allSchemas(Catalog catalog) {
    return Stream.of(
            Stream.of(QualifiedName.PUBLIC),
            catalog.definitions().schemas().stream(),
            SCHEMAS.stream())
        .flatMap(names -> names)
        .sorted()
        .toList();
  }

  /** What to add to Calcite's message that a schema has no such view; empty for nothing. */
  public static String advice(String message) {
    Matcher missing = MISSING.matcher(message);
    return missing.matches()
        ? NearestName.advice(
            missing.group(1), of(missing.group(2)).stream().map(SystemView::name).toList())
        : "";
  }

  /** The views of a schema. */
  static List<SystemView> of(String schema) {
    return ALL.stream().filter(view -> view.schema().equals(schema)).toList();
  }

  /**
   * Lets pass what changes no system view.
   *
   * @param schema of names without one
   * @throws VectraException SYSTEM_OBJECT for an INSERT, UPDATE, DELETE or MERGE of one
   */
  public static void refuseChange(SqlNode statement, String schema) {
    SqlNode target = null;
    if (statement instanceof SqlInsert insert) {
      target = insert.getTargetTable();
    } else if (statement instanceof SqlUpdate update) {
      target = update.getTargetTable();
    } else if (statement instanceof SqlDelete delete) {
      target = delete.getTargetTable();
    } else if (statement instanceof SqlMerge merge) {
      target = merge.getTargetTable();
    }
    if (target instanceof SqlIdentifier name) {
      refuseChange(name, schema);
    }
  }

  /**
   * Lets pass the name of what may be created, altered, dropped or written.
   *
   * @param schema of names without one
   * @throws VectraException SYSTEM_OBJECT for a name in a schema of system views
   */
  public static void refuseChange(SqlIdentifier name, String schema) {
    String given = name.isSimple() ? schema : name.names.get(0);
    if (name.names.size() <= 2 && SCHEMAS.contains(given)) {
      throw new VectraException(
          ErrorCode.SYSTEM_OBJECT,
          name
              + " cannot be changed: schema "
              + given
              + " holds system views, which are only read. Name a table of schema PUBLIC. Nothing"
              + " was written.");
    }
  }
}
