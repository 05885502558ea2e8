package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.Definition;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.Database;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Commented;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Statements that change what is defined beside tables and indexes, as calls of the database. */
final class DefinitionDdl {
  private final Database database;
  private final String schema;

  /**
   * Runs on a database.
   *
   * @param schema of names that are written without one
   */
  DefinitionDdl(Database database, String schema) {
    this.database = database;
    this.schema = schema;
  }

  /**
   * Does what a statement says.
   *
   * @param sql the whole statement
   */
  void run(Definition definition, String sql) {
    if (definition instanceof Definition.CreateSequence create) {
      createSequence(create);
    } else if (definition instanceof Definition.AlterSequence alter) {
      alterSequence(alter);
    } else if (definition instanceof Definition.CreateView create) {
      createView(create, sql);
    } else if (definition instanceof Definition.CreateSchema create) {
      schemas().create(create);
    } else if (definition instanceof Definition.Drop drop
        && drop.kind() == Definition.Kind.SCHEMA) {
      schemas().drop(drop);
    } else if (definition instanceof Definition.Comment comment) {
      CommentTargets targets = new CommentTargets(names());
      Commented target = targets.of(comment.kind(), comment.name());
      define(definitions -> definitions.with(target, comment.text()));
    } else {
      drop((Definition.Drop) definition);
    }
  }

  private SchemaDdl schemas() {
    return new SchemaDdl(database);
  }

  private Names names() {
    return new Names(database.catalog(), schema);
  }

  /** Changes what is defined; {@code change} gets it as it is then, in its next version. */
  private void define(UnaryOperator<Definitions> change) {
    database.define(
        catalog -> {
          Definitions now = catalog.definitions();
          return DefinitionChange.to(change.apply(now.withVersion(now.version() + 1)));
        });
  }

  private void createSequence(Definition.CreateSequence create) {
    SystemViews.refuseChange(create.name(), names().schema());
    QualifiedName name = names().of(create.name());
    if (create.ifNotExists() && database.catalog().definitions().sequence(name) != null) {
      return;
    }
    SequenceDefinitions sequence = new SequenceDefinitions(name, create.options());
    define(
        definitions -> {
          if (definitions.sequence(name) != null) {
            throw new VectraException(
                ErrorCode.DUPLICATE_TABLE, "Sequence " + name + " already exists.");
          }
          return definitions.with(sequence.created(definitions.version()));
        });
  }

  private void alterSequence(Definition.AlterSequence alter) {
    QualifiedName name = names().of(alter.name());
    if (alter.ifExists() && database.catalog().definitions().sequence(name) == null) {
      return;
    }
    names().sequence(alter.name());
    SequenceDefinitions sequence = new SequenceDefinitions(name, alter.options());
    define(
        definitions ->
            definitions.with(sequence.altered(required(definitions, name), definitions.version())));
  }

  private void createView(Definition.CreateView create, String sql) {
    SystemViews.refuseChange(create.name(), names().schema());
    Catalog catalog = database.catalog();
    QualifiedName name = names().of(create.name());
    ViewSchema known = catalog.definitions().view(name);
    if (known != null && create.ifNotExists()) {
      return;
    }
    ViewSchema view = new ViewDefinitions(name, catalog).created(create, sql, schema);
    if (known != null && create.orReplace()) {
      Catalog after = catalog.with(catalog.definitions().with(view));
      DependentViews.requireReadable(view, after);
      DependentViews.refuseBroken(catalog, after, "View " + name + " cannot be replaced");
    }
    define(
        definitions -> {
          if (definitions.view(name) != null && !create.orReplace()) {
            throw new VectraException(
                ErrorCode.DUPLICATE_TABLE, "View " + name + " already exists.");
          }
          return definitions.with(view);
        });
  }

  private void drop(Definition.Drop drop) {
    SystemViews.refuseChange(drop.name(), names().schema());
    QualifiedName name = names().of(drop.name());
    boolean isView = drop.kind() == Definition.Kind.VIEW;
    Catalog catalog = database.catalog();
    Definitions before = catalog.definitions();
    if (!isView && !drop.ifExists()) {
      names().sequence(drop.name());
    }
    if (isView ? before.view(name) == null : before.sequence(name) == null) {
      if (drop.ifExists()) {
        return;
      }
      throw undefinedView(catalog, name);
    }
    UnaryOperator<Definitions> without =
        definitions -> isView ? definitions.withoutView(name) : definitions.withoutSequence(name);
    List<QualifiedName> broken =
        DependentViews.broken(catalog, catalog.with(without.apply(before)));
    if (!broken.isEmpty() && !drop.cascade()) {
      String what = isView ? "View " : "Sequence ";
      throw DependentViews.dependent(broken, what + name + " cannot be dropped");
    }
    database.define(
        now -> {
          if (!isView && !drop.cascade()) {
            SequenceDefaults.refuseDropped(now, name);
          }
          Definitions next = now.definitions().withVersion(now.definitions().version() + 1);
          return DefinitionChange.to(DependentViews.without(broken, without.apply(next)));
        });
  }

  private static SequenceSchema required(Definitions definitions, QualifiedName name) {
    SequenceSchema sequence = definitions.sequence(name);
    if (sequence == null) {
      throw undefinedSequence(name);
    }
    return sequence;
  }

  private static VectraException undefinedSequence(QualifiedName name) {
    return new VectraException(ErrorCode.UNDEFINED_OBJECT, "Sequence " + name + " does not exist.");
  }

  private static VectraException undefinedView(Catalog catalog, QualifiedName name) {
    return new VectraException(
        ErrorCode.UNDEFINED_TABLE,
        catalog.table(name) == null
            ? "View " + name + " does not exist."
            : name + " is a table, and no view: use DROP TABLE.");
  }
}
