package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.Refusals;
import io.vectra.calcite.parser.SqlLocking;
import io.vectra.calcite.parser.SqlReturning;
import io.vectra.calcite.parser.SqlUpsert;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;

/**
 * Settings that a statement brings along, as in <code>SELECT /*+ ef_search(200), exact *&#47; ..
 * </code>. They stand after its first SELECT and hold for the whole statement, in the place of the
 * session's. They are part of a plan, which is cached by the statement's text.
 */
record Hints(Map<String, String> settings) {
  static final Hints NONE = new Hints(Map.of());
  private static final String EF_SEARCH = "ef_search";
  private static final String EXACT = "exact";

  /** The settings of a session with those of the statement in their place. */
  Settings over(Settings session) {
    Settings result = session;
    for (Map.Entry<String, String> hint : settings.entrySet()) {
      result = result.with(hint.getKey(), hint.getValue());
    }
    return result;
  }

  /**
   * Takes the hints out of a statement.
   *
   * @throws io.vectra.engine.error.VectraException SYNTAX_ERROR for a hint that does not exist, is
   *     given twice, stands elsewhere than after the first SELECT, or has not the form of its kind;
   *     INVALID_PARAMETER for a value that is not allowed
   */
  static Hints takenFrom(SqlNode statement) {
    SqlSelect first = firstSelect(statement);
    Map<String, String> settings = new HashMap<>();
    if (first != null && first.hasHints()) {
      for (SqlNode node : first.getHints()) {
        SqlHint hint = (SqlHint) node;
        String name = hint.getName().toLowerCase(Locale.ROOT);
        if (settings.put(name, value(hint, name)) != null) {
          throw Refusals.syntax("Hint " + name + " is given twice", hint.getParserPosition());
        }
      }
      first.setHints(SqlNodeList.EMPTY);
    }
    refuseOthers(statement);
    Hints hints = new Hints(Map.copyOf(settings));
    hints.over(Settings.DEFAULT); // refuses values that are not allowed
    return hints;
  }

  private static @Nullable SqlSelect firstSelect(SqlNode statement) {
    SqlNode node = statement;
    while (!(node instanceof SqlSelect)) {
      if (node instanceof SqlOrderBy ordered) {
        node = ordered.query;
      } else if (node instanceof SqlWith with) {
        node = with.body;
      } else if (node instanceof SqlInsert insert) {
        node = insert.getSource();
      } else if (node instanceof SqlReturning returning) {
        node = returning.change();
      } else if (node instanceof SqlLocking locking) {
        node = locking.query();
      } else if (node instanceof SqlUpsert upsert) {
        node = upsert.insert();
      } else if (node.isA(SqlKind.SET_QUERY)) {
        node = ((SqlCall) node).operand(0);
      } else {
        return null;
      }
    }
    return (SqlSelect) node;
  }

  private static String value(SqlHint hint, String name) {
    boolean empty = hint.getOptionFormat() == SqlHint.HintOptionFormat.EMPTY;
    boolean single =
        !empty
            && hint.getOptionFormat() != SqlHint.HintOptionFormat.KV_LIST
            && hint.getOptionList().size() == 1;
    return switch (name) {
      case EF_SEARCH -> {
        if (!single) {
          throw Refusals.syntax(
              "Hint ef_search takes one number, as in ef_search(200)", hint.getParserPosition());
        }
        yield hint.getOptionList().get(0);
      }
      case EXACT -> {
        if (!empty && !single) {
          throw Refusals.syntax(
              "Hint exact stands alone, or takes ON or OFF, as in exact(off)",
              hint.getParserPosition());
        }
        yield empty ? "TRUE" : hint.getOptionList().get(0);
      }
      default ->
          throw Refusals.syntax(
              "Hint " + name + " does not exist; known ones are ef_search(n) and exact",
              hint.getParserPosition());
    };
  }

  /** Refuses hints that nobody would heed. A loop, since conditions can be nested very deep. */
  private static void refuseOthers(SqlNode statement) {
    Deque<SqlNode> open = new ArrayDeque<>();
    open.push(statement);
    while (!open.isEmpty()) {
      SqlNode node = open.pop();
      if (node instanceof SqlHint hint) {
        throw Refusals.syntax(
            "Hint "
                + hint.getName().toLowerCase(Locale.ROOT)
                + " does not stand after the first SELECT of the statement, which is where a hint"
                + " holds, for all of it (of WITH, after the SELECT that follows its queries)",
            hint.getParserPosition());
      }
      List<? extends @Nullable SqlNode> parts =
          node instanceof SqlCall call
              ? call.getOperandList()
              : node instanceof SqlNodeList list ? list.getList() : List.of();
      for (SqlNode part : parts) {
        if (part != null) {
          open.push(part);
        }
      }
    }
  }
}
