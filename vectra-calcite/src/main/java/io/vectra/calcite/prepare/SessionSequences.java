package io.vectra.calcite.prepare;

import io.vectra.calcite.function.SequenceValues;
import io.vectra.engine.Database;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.HashMap;
import java.util.Map;

/** The sequences of a database, and which value one session took last of each. */
final class SessionSequences implements SequenceValues {
  private final Database database;
  private final Map<QualifiedName, Long> taken = new HashMap<>();

  SessionSequences(Database database) {
    this.database = database;
  }

  @Override
  public long next(QualifiedName sequence) {
    long value = database.nextValue(sequence);
    taken.put(sequence, value);
    return value;
  }

  @Override
  public long current(QualifiedName sequence) {
    Long last = taken.get(sequence);
    if (last == null) {
      throw new VectraException(
          ErrorCode.NOT_READY,
          "This session has taken no value of sequence "
              + sequence
              + " yet: use NEXT VALUE FOR before CURRENT VALUE FOR.");
    }
    return last;
  }
}
