package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraRewrite;
import io.vectra.calcite.schema.Names;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT over rows of a table that a statement holds. It is rewritten as one over the table
 * itself, whose names it uses, before the held rows take the table's place.
 */
record HeldQuery(SqlSelect select, SqlIdentifier alias) {

  /** {@code SELECT items FROM table AS alias}, in the forms that the planner knows. */
  static HeldQuery of(
      SqlNodeList items, SqlNode table, @Nullable SqlIdentifier alias, Names names) {
    SqlIdentifier name = KeyedTables.alias(alias, table);
    SqlSelect select = select(items, as(table, name));
    return new HeldQuery((SqlSelect) VectraRewrite.rewrite(select, names), name);
  }

  /** The query over held rows. */
  SqlSelect over(SqlIdentifier rows) {
    select.setFrom(as(rows, alias));
    return select;
  }

  /** The table of a name. */
  static TableSchema table(SqlNode name, Names names) {
    TableSchema table = names.tableOrNull(name);
    if (table == null) {
      throw new VectraException(ErrorCode.UNDEFINED_TABLE, "Object '" + name + "' not found.");
    }
    return table;
  }

  /** A SELECT without any other clause. */
  static SqlSelect select(SqlNodeList items, SqlNode from) {
    return new SqlSelect(
        items.getParserPosition(),
        null,
        items,
        from,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        SqlNodeList.EMPTY);
  }

  /** {@code table AS alias}. */
  static SqlNode as(SqlNode table, SqlIdentifier alias) {
    return SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, table, alias);
  }
}
