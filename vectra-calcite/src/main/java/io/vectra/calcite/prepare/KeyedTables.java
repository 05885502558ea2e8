package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.VectraSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Has statements that change rows read the keys of the rows with them. */
final class KeyedTables {
  private KeyedTables() {}

  /** UPDATE and DELETE with the keys of their table; anything else as it is. */
  static SqlNode withKeys(SqlNode statement) {
    if (statement instanceof SqlUpdate update) {
      return new SqlUpdate(
          update.getParserPosition(),
          keyed(update.getTargetTable()),
          update.getTargetColumnList(),
          update.getSourceExpressionList(),
          update.getCondition(),
          null,
          alias(update.getAlias(), update.getTargetTable()));
    }
    if (statement instanceof SqlDelete delete) {
      return new SqlDelete(
          delete.getParserPosition(),
          keyed(delete.getTargetTable()),
          delete.getCondition(),
          null,
          alias(delete.getAlias(), delete.getTargetTable()));
    }
    return statement;
  }

  /** The table with the keys of its rows. */
  static SqlIdentifier keyed(SqlNode table) {
    SqlIdentifier name = (SqlIdentifier) table;
    List<String> names = new ArrayList<>(name.names);
    int last = names.size() - 1;
    names.set(last, VectraSchema.keyedName(names.get(last)));
    return new SqlIdentifier(names, name.getParserPosition());
  }

  /** The alias, or the table's own name where it has none. */
  static SqlIdentifier alias(@Nullable SqlIdentifier alias, SqlNode table) {
    return alias == null ? new SqlIdentifier(name(table), SqlParserPos.ZERO) : alias;
  }

  /** The name of a table without that of its schema. */
  static String name(SqlNode table) {
    SqlIdentifier name = (SqlIdentifier) table;
    return name.names.get(name.names.size() - 1);
  }
}
