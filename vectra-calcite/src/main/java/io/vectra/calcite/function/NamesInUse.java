package io.vectra.calcite.function;

import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.NearestName;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The names in a statement, to tell which one was meant by a name that nothing has. It says nothing
 * of a name that is near no other: the validator finds those, and knows better where each is seen.
 */
final class NamesInUse {
  /** What names begin with that no user writes. */
  private static final String HIDDEN = "\u0001";

  private final Names meanings;
  private final Set<String> declared = new HashSet<>();
  private final List<SqlIdentifier> tables = new ArrayList<>();
  private final List<SqlIdentifier> used = new ArrayList<>();
  private final SortedSet<String> columns = new TreeSet<>();
  private boolean hasPattern;

  NamesInUse(Names meanings) {
    this.meanings = meanings;
  }

  /** Takes the names that a part of the statement declares, and its tables. */
  void visit(SqlCall call) {
    if (call.getKind() == SqlKind.AS) {
      call.getOperandList().stream().skip(1).forEach(this::declare);
    } else if (call instanceof SqlWithItem item) {
      declare(item.name);
      declare(item.columnList);
    } else if (call instanceof SqlWindow window) {
      declare(window.getDeclName());
      declare(window.getRefName());
    } else if (call instanceof SqlSelect select) {
      from(select.getFrom());
    } else if (call instanceof SqlInsert insert) {
      from(insert.getTargetTable());
    } else if (call instanceof SqlUpdate update) {
      from(update.getTargetTable());
      declare(update.getAlias());
    } else if (call instanceof SqlDelete delete) {
      from(delete.getTargetTable());
      declare(delete.getAlias());
    } else if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
      from(call.operand(0));
    } else if (call instanceof SqlHint hint) {
      declared.add(hint.getName());
    } else if (call.getKind() == SqlKind.MATCH_RECOGNIZE) {
      hasPattern = true;
    }
  }

  /** Takes the columns of a KNN on a table. */
  void visitNearest(TableSchema table) {
    table.columns().forEach(column -> columns.add(column.name()));
    declared.add("DISTANCE");
  }

  /** Takes a name that is used. */
  void visit(SqlIdentifier identifier) {
    if (!last(identifier).startsWith(HIDDEN)) {
      used.add(identifier);
    }
  }

  private void declare(@Nullable SqlNode node) {
    if (node instanceof SqlIdentifier identifier) {
      declared.add(last(identifier));
    } else if (node instanceof SqlNodeList list) {
      list.forEach(this::declare);
    }
  }

  private void from(@Nullable SqlNode node) {
    if (node instanceof SqlIdentifier table) {
      tables.add(table);
    } else if (node instanceof SqlJoin join) {
      from(join.getLeft());
      from(join.getRight());
    } else if (node instanceof SqlCall call && call.getKind() == SqlKind.AS) {
      from(call.operand(0));
    }
  }

  /**
   * Looks at the whole statement.
   *
   * @throws VectraException UNDEFINED_TABLE or UNDEFINED_COLUMN for a name that does not exist and
   *     is near one that does
   */
  void check() {
    if (hasPattern) {
      return; // the variables of a pattern are names that nothing else knows
    }
    for (SqlIdentifier identifier : tables) {
      TableSchema table = meanings.tableOrNull(identifier);
      ViewSchema view = meanings.viewOrNull(identifier);
      if (view != null) {
        view.columns().stream().map(Column::name).forEach(columns::add);
      } else if (table != null) {
        table.columns().stream().map(Column::name).forEach(columns::add);
      } else if (!declared.contains(last(identifier)) && isNoTable(last(identifier))) {
        refuse("Object", identifier, tableNames(), ErrorCode.UNDEFINED_TABLE);
      }
    }
    Set<String> known = new HashSet<>(columns);
    tables.forEach(table -> known.add(last(table)));
    known.addAll(declared);
    known.addAll(Metrics.names());
    for (SqlIdentifier identifier : used) {
      String name = last(identifier);
      if (!known.contains(name)
          && !identifier.isStar()
          && isNoTable(name)
          && !FunctionNames.isFunction(name)) {
        refuse("Column", identifier, columns, ErrorCode.UNDEFINED_COLUMN);
      }
    }
  }

  private boolean isNoTable(String name) {
    return meanings.catalog().tables().stream().noneMatch(table -> table.name().equals(name))
        && meanings.catalog().definitions().views().stream()
            .noneMatch(view -> view.name().name().equals(name));
  }

  private SortedSet<String> tableNames() {
    SortedSet<String> names = new TreeSet<>();
    meanings.catalog().definitions().views().forEach(view -> names.add(view.name().name()));
    meanings.catalog().tables().forEach(table -> names.add(table.name()));
    return names;
  }

  private static void refuse(
      String what, SqlIdentifier identifier, SortedSet<String> known, ErrorCode code) {
    String nearest = NearestName.of(last(identifier), known);
    if (nearest != null) {
      SqlParserPos at = identifier.getParserPosition();
      throw new VectraException(
          code,
          what
              + " '"
              + last(identifier)
              + "' not found; did you mean '"
              + nearest
              + "'? (line "
              + at.getLineNum()
              + ", column "
              + at.getColumnNum()
              + ").");
    }
  }

  private static String last(SqlIdentifier identifier) {
    return identifier.names.get(identifier.names.size() - 1);
  }
}
