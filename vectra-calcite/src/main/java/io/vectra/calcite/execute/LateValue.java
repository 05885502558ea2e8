package io.vectra.calcite.execute;

import io.vectra.calcite.translate.Bindings;

/** A parameter of generated code that an execution computes of the parameters of the user. */
interface LateValue {
  Object bind(Bindings bindings);
}
