package io.vectra.calcite.execute;

import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Set;
import org.apache.calcite.linq4j.function.Function;
import org.apache.calcite.linq4j.tree.BlockStatement;
import org.apache.calcite.linq4j.tree.DeclarationStatement;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.ForEachStatement;
import org.apache.calcite.linq4j.tree.ForStatement;
import org.apache.calcite.linq4j.tree.FunctionExpression;
import org.apache.calcite.linq4j.tree.MemberDeclaration;
import org.apache.calcite.linq4j.tree.MethodDeclaration;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.linq4j.tree.Shuttle;
import org.apache.calcite.linq4j.tree.Statement;
import org.apache.calcite.linq4j.tree.WhileStatement;

/**
 * Generated code with a statement in whatever it does for each row: turns of loops, functions that
 * operators of Calcite call (of which all loops without code of their own call one for each row:
 * keys, conditions, aggregates), comparisons of sorts, steps to next rows.
 */
final class PolledCode extends Shuttle {
  private static final Set<String> METHODS = Set.of("compare", "moveNext");

  private final Statement poll;

  PolledCode(Statement poll) {
    this.poll = poll;
  }

  private BlockStatement polled(Statement body) {
    return Expressions.block(poll, body);
  }

  private BlockStatement polled(BlockStatement body) {
    return Expressions.block(Iterables.concat(List.of(poll), body.statements));
  }

  @Override
  public Statement visit(WhileStatement loop, Expression condition, Statement body) {
    return Expressions.while_(condition, polled(body));
  }

  @Override
  public ForStatement visit(
      ForStatement loop,
      List<DeclarationStatement> declarations,
      Expression condition,
      Expression post,
      Statement body) {
    return Expressions.for_(declarations, condition, post, polled(body));
  }

  @Override
  public ForEachStatement visit(
      ForEachStatement loop, ParameterExpression parameter, Expression iterable, Statement body) {
    return Expressions.forEach(parameter, iterable, polled(body));
  }

  @Override
  public MemberDeclaration visit(MethodDeclaration method, BlockStatement body) {
    return METHODS.contains(method.name)
        ? Expressions.methodDecl(
            method.modifier, method.resultType, method.name, method.parameters, polled(body))
        : super.visit(method, body);
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as the method that it overrides
  public Expression visit(FunctionExpression function, BlockStatement body) {
    return Expressions.lambda(
        (Class<Function<?>>) function.getType(), polled(body), function.parameterList);
  }
}
