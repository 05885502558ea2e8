package io.vectra.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A sequence as it is defined, and how far its values are reserved.
 *
 * @param version the catalog's when it was created or altered last
 * @param cache how many values one reservation takes
 * @param next the first value that is not reserved; null when none is left
 */
public record SequenceSchema(
    QualifiedName name, long version, Range range, long start, long cache, @Nullable Long next) {
  /** Values that a reservation takes where the definition does not say. */
  public static final long DEFAULT_CACHE = 32;

  public SequenceSchema {
    requireNonNull(name, "name is null");
    requireNonNull(range, "range is null");
  }

  /**
   * Which values a sequence has.
   *
   * @param type of which whole numbers they are
   * @param cycle whether the first one follows the last one
   */
  public record Range(
      ColumnType.Kind type, long increment, long minimum, long maximum, boolean cycle) {

    private boolean rises() {
      return increment > 0;
    }

    /** The value with which a cycle begins, and the whole sequence where nothing else is said. */
    public long first() {
      return rises() ? minimum : maximum;
    }

    /** How many values follow one, at most a number of them. */
    private long following(long value, long most) {
      long distance = rises() ? maximum - value : value - minimum;
      long step = rises() ? increment : -increment;
      long steps = Long.divideUnsigned(distance, step); // the distance may exceed a signed long
      return Long.compareUnsigned(steps, most) < 0 ? steps : most;
    }

    private @Nullable Long after(long value) {
      if (following(value, 1) == 1) {
        return value + increment;
      }
      return cycle ? first() : null;
    }

    private boolean contains(long value) {
      return value >= minimum && value <= maximum;
    }
  }

  /**
   * Values that one reservation takes.
   *
   * @param after the sequence without them
   */
  public record Block(long first, long count, SequenceSchema after) {}

  /** The next values, or null when none is left. */
  public @Nullable Block reserve() {
    if (next == null) {
      return null;
    }
    long more = range.following(next, cache - 1);
    long last = next + more * range.increment();
    SequenceSchema after = withNext(range.after(last));
    return new Block(next, more + 1, after);
  }

  /** The sequence after reservations that may have been made. */
  public SequenceSchema skipping(long reservations) {
    SequenceSchema skipped = this;
    for (long i = 0; i < reservations; i++) {
      Block block = skipped.reserve();
      if (block == null) {
        break;
      }
      skipped = block.after();
    }
    return skipped;
  }

  private SequenceSchema withNext(@Nullable Long value) {
    return new SequenceSchema(name, version, range, start, cache, value);
  }

  /** What is wrong with the definition, as the end of a sentence; null for nothing. */
  public @Nullable String fault() {
    long least = least(range.type());
    long greatest = greatest(range.type());
    if (range.increment() == 0) {
      return "has INCREMENT 0; it must rise or fall";
    }
    if (range.minimum() < least || range.maximum() > greatest) {
      return "goes from "
          + range.minimum()
          + " to "
          + range.maximum()
          + ", and "
          + range.type()
          + " from "
          + least
          + " to "
          + greatest;
    }
    if (range.minimum() >= range.maximum()) {
      return "has MINVALUE " + range.minimum() + ", which is not below MAXVALUE " + range.maximum();
    }
    if (!range.contains(start)) {
      return outside("START", start);
    }
    if (next != null && !range.contains(next)) {
      return outside("RESTART", next);
    }
    return cache < 1 || cache > Limits.MAX_SEQUENCE_CACHE
        ? "has CACHE " + cache + "; 1 to " + Limits.MAX_SEQUENCE_CACHE + " is possible"
        : null;
  }

  private String outside(String what, long value) {
    return "has "
        + what
        + " "
        + value
        + ", which is not from "
        + range.minimum()
        + " to "
        + range.maximum();
  }

  /** The least value of a type of whole numbers. */
  public static long least(ColumnType.Kind type) {
    return switch (type) {
      case SMALLINT -> Short.MIN_VALUE;
      case INTEGER -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  /** The greatest value of a type of whole numbers. */
  public static long greatest(ColumnType.Kind type) {
    return -(least(type) + 1);
  }
}
