package io.vectra.jdbc;

import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that one thread may read while another closes it, as pools do that end the connections
 * of others. Files stay mapped as long as they are read: a close during a read is left to the one
 * who reads, who does it as soon as the read ends.
 */
final class GuardedCursor implements ResultCursor {
  private static final int IDLE = 0;
  private static final int READING = 1;
  private static final int TO_CLOSE = 2;
  private static final int CLOSED = 3;

  private final ResultCursor cursor;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  GuardedCursor(ResultCursor cursor) {
    this.cursor = cursor;
  }

  @Override
  public boolean next() {
    begin();
    try {
      return cursor.next();
    } finally {
      end();
    }
  }

  @Override
  public @Nullable Object value(int column) {
    begin();
    try {
      return cursor.value(column);
    } finally {
      end();
    }
  }

  private void begin() {
    if (!state.compareAndSet(IDLE, READING)) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          state.get() == READING
              ? "The result set is read by another thread; use it in one at a time."
              : "The result set was closed by another thread.");
    }
  }

  private void end() {
    if (!state.compareAndSet(READING, IDLE)) {
      state.set(CLOSED);
      cursor.close();
    }
  }

  @Override
  public void close() {
    while (true) {
      if (state.compareAndSet(IDLE, CLOSED)) {
        cursor.close();
        return;
      }
      if (state.compareAndSet(READING, TO_CLOSE) || state.get() >= TO_CLOSE) {
        return;
      }
    }
  }
}
