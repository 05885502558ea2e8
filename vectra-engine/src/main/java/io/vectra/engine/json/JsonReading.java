package io.vectra.engine.json;

import org.jspecify.annotations.Nullable;

/** What a condition on a path makes of what lies there; equal ones make the same. */
public interface JsonReading {

  /** The value, null for NULL. */
  @Nullable Object value(JsonItem item);

  /** Those that need no type. */
  enum Plain implements JsonReading {
    /** The characters of a text, the text of anything else; NULL for null or nothing. */
    TEXT {
      @Override
      public @Nullable Object value(JsonItem item) {
        return item.asText(false);
      }
    },

    /** The same, NULL for objects and arrays too. */
    SCALAR {
      @Override
      public @Nullable Object value(JsonItem item) {
        return item.asText(true);
      }
    },

    /** Whether there is anything, null included. */
    PRESENCE {
      @Override
      public Object value(JsonItem item) {
        return item.kind() != JsonItem.Kind.ABSENT;
      }
    }
  }
}
