package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * JSON as nodes of Jackson: of the client's own, of version 2 or 3. The driver's Jackson may be
 * another one (the single jar has it under a name of its own), so that it is called through the
 * class that the client hands over.
 */
final class JsonNodes {
  /** For each class: how a JSON text becomes a node of it; null for what is no class of nodes. */
  private static final ClassValue<@Nullable MethodHandle> READERS =
      new ClassValue<>() {
        @Override
        protected @Nullable MethodHandle computeValue(Class<?> type) {
          return isJsonNode(type) ? reader(type) : null;
        }
      };

  /** For each class: whether it is one of nodes, or of a special kind of nodes. */
  private static final ClassValue<Boolean> NODES =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          Class<?> any = type;
          while (any != null && !isJsonNode(any)) {
            any = any.getSuperclass();
          }
          return any != null;
        }
      };

  private JsonNodes() {}

  private static boolean isJsonNode(Class<?> type) {
    return type.getSimpleName().equals("JsonNode")
        && type.getPackageName().endsWith("jackson.databind");
  }

  /** Whether a value is a node; its {@code toString()} is then JSON. */
  static boolean isNode(Object value) {
    return NODES.get(value.getClass());
  }

  /**
   * A text as a node; numbers keep all of their digits. Null when that type is no class of nodes.
   *
   * @throws SQLException 22032 when the text is not JSON
   */
  static @Nullable Object read(String json, Class<?> type) throws SQLException {
    MethodHandle reader = READERS.get(type);
    if (reader == null) {
      return null;
    }
    try {
      return reader.invoke(json);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_JSON, "The text does not read as JSON: " + e.getMessage());
    }
  }

  /** {@code new ObjectMapper().reader().with(USE_BIG_DECIMAL_FOR_FLOATS)::readTree}. */
  private static MethodHandle reader(Class<?> type) {
    try {
      Class<?> mapper = sibling(type, "ObjectMapper");
      Class<?> feature = sibling(type, "DeserializationFeature");
      Object exact = feature.getField("USE_BIG_DECIMAL_FOR_FLOATS").get(null);
      Object none = Array.newInstance(feature, 0);
      Object reader =
          mapper
              .getMethod("reader", feature, none.getClass())
              .invoke(mapper.getConstructor().newInstance(), exact, none);
      Method read = reader.getClass().getMethod("readTree", String.class);
      return MethodHandles.publicLookup().unreflect(read).bindTo(reader);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " is not a class of Jackson 2 or 3.", e);
    }
  }

  private static Class<?> sibling(Class<?> type, String name) throws ClassNotFoundException {
    return Class.forName(type.getPackageName() + "." + name, true, type.getClassLoader());
  }
}
