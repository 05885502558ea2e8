package io.vectra.calcite.execute;

/** A parameter of generated code that an execution has besides the parameters of the user. */
interface LateValue {
  Object bind(QueryContext context);
}
