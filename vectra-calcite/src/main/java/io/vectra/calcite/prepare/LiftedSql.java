package io.vectra.calcite.prepare;

import io.vectra.calcite.prepare.LiteralText.Literal;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with literals that are parameters of its plan, which other texts share. */
final class LiftedSql implements PreparedSql {
  private final OpenSession session;
  private final String sql;
  private final PlanBasis basis;
  private final LiteralText text;
  private final boolean[] isLifted;

  /** The plan with the literals as parameters, or without them once the catalog has changed. */
  private PreparedSql planned;

  private boolean withLiterals = true;

  /** Where names without a schema were looked up. */
  private final String schema;

  /**
   * A statement.
   *
   * @param text the parts of {@code sql}
   * @param isLifted whether each part of the text is such a literal
   * @param basis for which it is known that the literals may be parameters
   * @param planned the statement with parameters in the place of literals
   */
  LiftedSql(
      OpenSession session,
      String sql,
      LiteralText text,
      boolean[] isLifted,
      PlanBasis basis,
      PreparedSql planned) {
    this.session = session;
    this.schema = session.schema();
    this.sql = sql;
    this.text = text;
    this.isLifted = isLifted;
    this.basis = basis;
    this.planned = planned;
  }

  @Override
  public boolean isQuery() {
    return planned.isQuery();
  }

  @Override
  public boolean readsOnly() {
    return planned.readsOnly();
  }

  @Override
  public boolean isReturning() {
    return planned.isReturning();
  }

  @Override
  public boolean changesRows() {
    return planned.changesRows();
  }

  @Override
  public List<ColumnInfo> columns() {
    return planned.columns();
  }

  @Override
  public List<ParameterInfo> parameters() {
    List<ParameterInfo> all = planned.parameters();
    if (!withLiterals) {
      return all;
    }
    List<ParameterInfo> users = new ArrayList<>();
    int next = 0;
    for (int part = 0; part < isLifted.length; part++) {
      if (isLifted[part]) {
        next++;
      } else if (text.parts().get(part) instanceof LiteralText.Parameter) {
        users.add(all.get(next++));
      }
    }
    return users;
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    PreparedSql current = current(control);
    return current.execute(all(values), control);
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    PreparedSql current = current(control);
    List<@Nullable Object[]> all = new ArrayList<>(batch.size());
    batch.forEach(values -> all.add(all(values)));
    return current.executeBatch(all, control);
  }

  /** The columns that literals are compared with may have another type since. */
  private PreparedSql current(ExecutionControl control) {
    boolean known = basis.holdsIn(session.catalog()) && session.schema().equals(schema);
    if (withLiterals && !known) {
      planned = session.preparation(control).planned(sql);
      withLiterals = false;
    }
    return planned;
  }

  /** The values of the parameters that are literals, null for the user's. */
  static @Nullable Object[] literals(LiteralText text, boolean[] isLifted) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int part = 0; part < isLifted.length; part++) {
      if (isLifted[part]) {
        values.add(((Literal) text.parts().get(part)).value());
      } else if (text.parts().get(part) instanceof LiteralText.Parameter) {
        values.add(null);
      }
    }
    return values.toArray();
  }

  /** The values of all parameters that the plan has. */
  private @Nullable Object[] all(@Nullable Object[] values) {
    if (!withLiterals) {
      return values;
    }
    @Nullable Object[] all = new @Nullable Object[isLifted.length];
    int count = 0;
    int users = 0;
    for (int part = 0; part < isLifted.length; part++) {
      if (isLifted[part]) {
        all[count++] = ((Literal) text.parts().get(part)).value();
      } else if (text.parts().get(part) instanceof LiteralText.Parameter) {
        all[count++] = users < values.length ? values[users] : null;
        users++;
      }
    }
    if (users != values.length) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "The statement has " + users + " parameters, but " + values.length + " are bound.");
    }
    return Arrays.copyOf(all, count);
  }
}
