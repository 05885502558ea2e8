package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraRewrite;
import io.vectra.calcite.prepare.LiteralText.Kind;
import io.vectra.calcite.prepare.LiteralText.Literal;
import io.vectra.calcite.schema.Names;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Finds the literals of a statement that can be parameters of its plan without changing what it
 * means: those compared with a column of their type or with a distance, query vectors, LIMIT and
 * OFFSET. Statements on one table alone; in others there are none.
 */
final class LiftedLiterals {
  /** Beyond that many, a plan for each text is as good. */
  private static final int MOST = 32;

  private static final boolean[] NONE = {};

  private final LiteralText text;
  private final Names names;

  /** The one table of the statement, and how its columns may be qualified; null before. */
  private @Nullable TableSchema table;

  private String qualifier = "";

  /** Parts of the text, by number. */
  private final Set<Integer> values = new HashSet<>();

  private final Set<Integer> vectors = new HashSet<>();

  private LiftedLiterals(LiteralText text, Names names) {
    this.text = text;
    this.names = names;
  }

  /** For each part of the text whether it is such a literal; empty when none is. */
  static boolean[] of(SqlNode statement, LiteralText text, Names names) {
    LiftedLiterals found = new LiftedLiterals(text, names);
    found.statement(statement);
    if (found.vectors.size() == 1) { // two may be the same vector, which a plan then has to know
      found.values.addAll(found.vectors);
    }
    if (found.values.isEmpty() || found.values.size() > MOST) {
      return NONE;
    }
    boolean[] lifted = new boolean[text.parts().size()];
    found.values.forEach(part -> lifted[part] = true);
    return lifted;
  }

  private void statement(SqlNode statement) {
    if (statement instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select) {
      select(select);
      if (table != null) {
        count(ordered.fetch);
        count(ordered.offset);
        queryVectors(ordered.orderList);
      }
    } else if (statement instanceof SqlSelect select) {
      select(select);
    } else if (statement instanceof SqlUpdate update) {
      source(update.getTargetTable(), update.getAlias(), update.getCondition());
    } else if (statement instanceof SqlDelete delete) {
      source(delete.getTargetTable(), delete.getAlias(), delete.getCondition());
    }
  }

  private void select(SqlSelect select) {
    SqlNode from = select.getFrom();
    SqlIdentifier alias = null;
    if (from instanceof SqlBasicCall as
        && as.getKind() == SqlKind.AS
        && as.operandCount() == 2
        && as.operand(1) instanceof SqlIdentifier name) {
      from = as.operand(0);
      alias = name;
    }
    if (from != null) {
      source(from, alias, select.getWhere());
    }
    if (table != null && select.getGroup() == null && select.getHaving() == null) {
      queryVectors(select.getSelectList());
    }
  }

  private void source(SqlNode target, @Nullable SqlIdentifier alias, @Nullable SqlNode condition) {
    if (target instanceof SqlIdentifier name && name.isSimple()) {
      table = names.tableOrNull(name);
      qualifier = (alias == null ? name : alias).getSimple();
      if (table != null && condition != null) {
        condition(condition);
      }
    }
  }

  /** Without recursion: there may be thousands of conditions, one in the other. */
  private void condition(SqlNode whole) {
    Deque<SqlNode> left = new ArrayDeque<>(List.of(whole));
    while (!left.isEmpty() && values.size() <= MOST) {
      if (left.pop() instanceof SqlCall call) {
        switch (call.getKind()) {
          case AND, OR, NOT -> call.getOperandList().forEach(left::push);
          default -> comparison(call);
        }
      }
    }
  }

  private void comparison(SqlCall call) {
    switch (call.getKind()) {
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL -> {
        compared(call.operand(0), call.operand(1));
        compared(call.operand(1), call.operand(0));
      }
      case BETWEEN -> {
        compared(call.operand(0), call.operand(1));
        compared(call.operand(0), call.operand(2));
      }
      case IN, NOT_IN -> {
        if (call.operand(1) instanceof SqlNodeList list && list.size() <= MOST) {
          list.forEach(each -> compared(call.operand(0), each));
        }
      }
      default -> {}
    }
  }

  private void compared(SqlNode term, SqlNode node) {
    if (term instanceof SqlCall call && VectraRewrite.isDistance(call)) {
      queryVector(call);
      add(node, kind -> kind != Kind.STRING);
    } else {
      ColumnType type = column(term);
      add(node, kind -> type != null && isOf(type, kind));
    }
  }

  private void add(SqlNode node, Predicate<Kind> wanted) {
    int part = part(node);
    if (part >= 0 && wanted.test(((Literal) text.parts().get(part)).kind())) {
      values.add(part);
    }
  }

  /** The part of the text that is a literal and nothing more, or -1. */
  private int part(@Nullable SqlNode node) {
    boolean known =
        node instanceof SqlNumericLiteral
            || node instanceof SqlCharStringLiteral string
                && string.getValueAs(NlsString.class).getCharset() == null;
    return known && node != null ? text.partAt(node.getParserPosition()) : -1;
  }

  /** Whether a literal has the type of a column, and is within its range whatever its value is. */
  private static boolean isOf(ColumnType type, Kind literal) {
    return switch (type.kind()) {
      case INTEGER -> literal == Kind.INTEGER;
      case BIGINT -> literal == Kind.INTEGER || literal == Kind.BIGINT;
      case VARCHAR -> literal == Kind.STRING;
      default -> false;
    };
  }

  private void count(@Nullable SqlNode node) {
    if (node != null) {
      add(node, kind -> kind == Kind.INTEGER || kind == Kind.BIGINT);
    }
  }

  private void queryVectors(Iterable<@Nullable SqlNode> nodes) {
    for (SqlNode node : nodes) {
      if (node instanceof SqlCall call) {
        if (VectraRewrite.isDistance(call)) {
          queryVector(call);
        } else if (call.getKind() == SqlKind.AS || call.getKind() == SqlKind.DESCENDING) {
          queryVectors(List.of(call.<SqlNode>operand(0)));
        }
      }
    }
  }

  private void queryVector(SqlCall distance) {
    SqlNode left = distance.operand(0);
    SqlNode right = distance.operand(1);
    int part = isVector(left) ? part(right) : isVector(right) ? part(left) : -1;
    if (part >= 0) {
      vectors.add(part);
    }
  }

  private boolean isVector(SqlNode node) {
    ColumnType type = column(node);
    return type != null && type.kind() == ColumnType.Kind.VECTOR;
  }

  /** The type of the column that a name stands for, or null. */
  private @Nullable ColumnType column(SqlNode node) {
    if (table == null
        || !(node instanceof SqlIdentifier name)
        || name.isStar()
        || name.names.size() > 2
        || name.names.size() == 2 && !qualifier.equals(name.names.get(0))) {
      return null;
    }
    int position = table.positionOf(name.names.get(name.names.size() - 1));
    return position < 0 ? null : table.column(position).type();
  }
}
