package io.vectra.engine.format;

import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.ScalarIndex.KeyPart;
import io.vectra.engine.schema.TableSchema;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the values of an index's columns so that unsigned byte order is their order, whatever
 * order the definition asks for. One column after another: 01 and the value as {@link KeyCodec}
 * writes it, or 02 for NULL.
 */
public final class IndexKeyCodec {
  static final int VALUE = 1;
  private static final int NULL = 2;

  private IndexKeyCodec() {}

  /** A row by the positions of its columns. */
  public interface RowValues {
    /** The value at a position, null for NULL. */
    @Nullable Object value(int column);
  }

  /** The whole key of a row. */
  public static IndexKey encode(TableSchema schema, ScalarIndex index, RowValues row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16);
    for (KeyPart part : index.key()) {
      put(out, schema.column(part.column()), row.value(part.column()));
    }
    return new IndexKey(out.toByteArray());
  }

  static void put(ByteArrayOutputStream out, Column column, @Nullable Object value) {
    if (value == null) {
      out.write(NULL);
    } else {
      out.write(VALUE);
      KeyCodec.put(out, column, value);
    }
  }

  /** Whether the first of the values is not NULL. */
  public static boolean beginsWithValue(IndexKey key) {
    return key.bytes().length > 0 && key.bytes()[0] == VALUE;
  }

  /** Whether one of the values is NULL: then a unique index lets any number of rows have them. */
  public static boolean hasNull(ScalarIndex index, RowValues row) {
    for (KeyPart part : index.key()) {
      if (row.value(part.column()) == null) {
        return true;
      }
    }
    return false;
  }
}
