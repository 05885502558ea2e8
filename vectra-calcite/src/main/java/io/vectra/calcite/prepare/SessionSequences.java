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
  private final Map<QualifiedName, Long> taken;

  SessionSequences(Database database) {
    this(database, new HashMap<>());
  }

  private SessionSequences(Database database, Map<QualifiedName, Long> taken) {
    this.database = database;
    this.taken = taken;
  }

  /** The same for one statement, which {@code poll} ends while it waits. */
  SessionSequences polling(Runnable poll) {
    return new SessionSequences(database.polling(poll), taken);
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
