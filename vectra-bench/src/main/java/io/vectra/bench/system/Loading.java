package io.vectra.bench.system;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How rows get into the systems that keep them in segments.
 *
 * @param memtableBytes for Vectra: bytes of rows that it keeps in memory before it writes a segment
 */
public record Loading(State state, long memtableBytes) {

  /** What is left to be searched. */
  public enum State {
    /** The index is there before the rows; in the end all segments are merged into one. */
    COMPACTED,
    /** All segments are merged into one, for which a graph is then built at once; Vectra alone. */
    ONE_GRAPH,
    /**
     * The index is there before the rows; segments stay as loading and background work left them.
     */
    AS_LOADED,
    /** All segments are merged into one, without an index; Vectra alone. */
    UNINDEXED;

    /** How a state is called in options. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The state of that name.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static State of(String key) {
      return Arrays.stream(values())
          .filter(state -> state.key().equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "State '"
                          + key
                          + "' is not known; known ones are "
                          + Arrays.stream(values())
                              .map(State::key)
                              .collect(Collectors.joining(", "))
                          + "."));
    }
  }
}
