package io.vectra.calcite.function;

import io.vectra.engine.catalog.QualifiedName;
import org.apache.calcite.DataContext;

/** The values of sequences as one session takes them. */
public interface SequenceValues {
  /** Name under which generated code finds it in its data context. */
  String NAME = "vectraSequences";

  /** Takes the next value. */
  long next(QualifiedName sequence);

  /** The value that this session took last. */
  long current(QualifiedName sequence);

  /** Those of the session that generated code runs for. */
  static SequenceValues of(DataContext context) {
    return (SequenceValues) context.get(NAME);
  }
}
