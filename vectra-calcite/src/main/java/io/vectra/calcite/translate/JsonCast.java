package io.vectra.calcite.translate;

import io.vectra.calcite.exact.Casts;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonItem;
import io.vectra.engine.json.JsonReading;
import io.vectra.engine.schema.ColumnType;
import org.jspecify.annotations.Nullable;

/** A scalar cast to a type, NULL where that fails: JSON_VALUE(.. RETURNING INTEGER). */
record JsonCast(ColumnType type) implements JsonReading {
  @Override
  public @Nullable Object value(JsonItem item) {
    String text = item.asText(true);
    try {
      return text == null ? null : Casts.cast(text, type);
    } catch (VectraException e) {
      return null; // NULL ON ERROR
    }
  }
}
