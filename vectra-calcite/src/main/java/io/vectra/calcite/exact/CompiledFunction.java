package io.vectra.calcite.exact;

import com.google.common.base.Suppliers;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.ImplementableFunction;
import org.apache.calcite.schema.ScalarFunction;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;

/**
 * A static method as a function of generated code. Calcite's own prepares all code that it can
 * generate when the first function is made, which statements that need no code would wait for.
 */
public final class CompiledFunction implements ScalarFunction, ImplementableFunction {
  private final Supplier<ScalarFunctionImpl> function;

  public CompiledFunction(Method method) {
    this.function =
        Suppliers.memoize(
            () -> (ScalarFunctionImpl) Objects.requireNonNull(ScalarFunctionImpl.create(method)));
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return function.get().getParameters();
  }

  @Override
  public RelDataType getReturnType(RelDataTypeFactory factory) {
    return function.get().getReturnType(factory);
  }

  @Override
  public CallImplementor getImplementor() {
    return function.get().getImplementor();
  }
}
