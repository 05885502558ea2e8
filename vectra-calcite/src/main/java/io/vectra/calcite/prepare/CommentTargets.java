package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.catalog.Commented;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import org.apache.calcite.sql.SqlIdentifier;

/** What COMMENT ON names. */
final class CommentTargets {
  private final Names names;

  CommentTargets(Names names) {
    this.names = names;
  }

  /** What a name means after the word for its kind. */
  Commented of(Commented.Kind kind, SqlIdentifier name) {
    SystemViews.refuseChange(name, names.schema());
    return switch (kind) {
      case TABLE -> Commented.table(names.table(name).id());
      case COLUMN -> column(name);
      case INDEX -> Commented.index(names.index(name).id());
      case VIEW -> Commented.view(names.view(name).name());
      case SEQUENCE -> Commented.sequence(names.sequence(name).name());
      case SCHEMA -> Commented.schema(names.schema(name));
    };
  }

  private Commented column(SqlIdentifier name) {
    int last = name.names.size() - 1;
    if (last == 0) {
      throw new VectraException(
          ErrorCode.UNDEFINED_COLUMN,
          "Write the table before column " + name + ", as in COMMENT ON COLUMN T.C IS 'text'.");
    }
    SqlIdentifier owner = name.getComponent(0, last);
    TableSchema table = names.table(owner);
    int position = Names.position(table, name.names.get(last));
    return Commented.column(table.id(), table.column(position).origin().id());
  }
}
