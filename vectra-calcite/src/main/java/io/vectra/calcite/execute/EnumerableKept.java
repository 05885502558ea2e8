package io.vectra.calcite.execute;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.BlockStatement;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.MethodCallExpression;
import org.apache.calcite.linq4j.tree.Shuttle;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.util.BuiltInMethod;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a whole plan, whose operators are charged for what they keep in memory: in its code,
 * what they keep is made {@link KeptRows}.
 */
public final class EnumerableKept extends SingleRel implements EnumerableRel {
  /** Where a call has the rows that it keeps: its target, or an argument from 0. */
  private static final int TARGET = -1;

  private static final Map<Method, List<Integer>> KEPT =
      Map.ofEntries(
          Map.entry(BuiltInMethod.ORDER_BY.method, List.of(TARGET)),
          Map.entry(BuiltInMethod.GROUP_BY2.method, List.of(TARGET)),
          Map.entry(BuiltInMethod.DISTINCT.method, List.of(TARGET)),
          Map.entry(BuiltInMethod.INTO.method, List.of(TARGET)),
          Map.entry(BuiltInMethod.ENUMERABLE_FOREACH.method, List.of(TARGET)),
          Map.entry(BuiltInMethod.ENUMERABLE_TO_LIST.method, List.of(TARGET)),
          Map.entry(BuiltInMethod.UNION.method, List.of(TARGET, 0)),
          Map.entry(BuiltInMethod.INTERSECT.method, List.of(TARGET, 0)),
          Map.entry(BuiltInMethod.EXCEPT.method, List.of(TARGET)),
          Map.entry(BuiltInMethod.HASH_JOIN.method, List.of(0)),
          Map.entry(BuiltInMethod.SEMI_JOIN.method, List.of(1)),
          Map.entry(BuiltInMethod.ANTI_JOIN.method, List.of(1)));

  private static final Method ROWS = method("of", 2);
  private static final Method ALL_ROWS = method("all", 2);
  private static final Method FIRST_ROWS = method("orderBy", 6);
  private static final Method GROUPS = method("groupByMultiple", 6);

  private EnumerableKept(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  /** A physical plan that is charged for what it keeps. */
  public static RelNode over(RelNode plan) {
    return new EnumerableKept(plan.getCluster(), plan.getTraitSet(), plan);
  }

  private static Method method(String name, int parameters) {
    return Arrays.stream(KeptRows.class.getMethods())
        .filter(each -> each.getName().equals(name) && each.getParameterCount() == parameters)
        .filter(each -> each.getParameterTypes()[parameters - 1] == DataContext.class)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableKept(getCluster(), traitSet, sole(inputs));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    Shuttle keeping = new Keeping(implementor.getRootExpression());
    return implementor.result(rows.physType, (BlockStatement) rows.block.accept(keeping));
  }

  /** Puts calls of {@link KeptRows} into code. */
  private static final class Keeping extends Shuttle {
    private final Expression data;

    Keeping(Expression data) {
      this.data = data;
    }

    @Override
    public Expression visit(
        MethodCallExpression call, @Nullable Expression target, List<Expression> arguments) {
      Method method = call.method;
      if (method.equals(BuiltInMethod.ORDER_BY_WITH_FETCH_AND_OFFSET.method)) {
        return replaced(FIRST_ROWS, arguments);
      }
      if (method.equals(BuiltInMethod.GROUP_BY_MULTIPLE.method) && arguments.size() == 5) {
        return replaced(GROUPS, arguments);
      }
      if (method.equals(BuiltInMethod.LEFT_MARK_HASH_JOIN.method)) {
        return kept(call, target, arguments, List.of(0), ALL_ROWS);
      }
      List<Integer> places = KEPT.get(method);
      return places == null
          ? super.visit(call, target, arguments)
          : kept(call, target, arguments, places, ROWS);
    }

    private Expression replaced(Method by, List<Expression> arguments) {
      List<Expression> all = new ArrayList<>(arguments);
      all.add(data);
      return Expressions.call(by, all);
    }

    private Expression kept(
        MethodCallExpression call,
        @Nullable Expression target,
        List<Expression> arguments,
        List<Integer> places,
        Method as) {
      List<Expression> changed = new ArrayList<>(arguments);
      Expression from = target;
      for (int place : places) {
        if (place == TARGET) {
          from = Expressions.call(as, Objects.requireNonNull(target), data);
        } else {
          changed.set(place, Expressions.call(as, arguments.get(place), data));
        }
      }
      return Expressions.call(from, call.method, changed);
    }
  }
}
