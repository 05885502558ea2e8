package io.vectra.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Schemas as JSON, for manifests and for the log's records of what DDL did. */
public final class SchemaJson {
  private static final String EXPRESSION = "defaultExpression";

  private SchemaJson() {}

  /** A table's schema as UTF-8 JSON. */
  public static byte[] toBytes(TableSchema schema) {
    return StrictJson.write(toJson(schema));
  }

  /** An index's schema as UTF-8 JSON. */
  public static byte[] toBytes(IndexSchema schema) {
    return StrictJson.write(toJson(schema));
  }

  /** A table's schema with the indexes that it begins with, or gets, as UTF-8 JSON. */
  public static byte[] toBytes(TableSchema schema, List<ScalarIndex> indexes) {
    ObjectNode node = toJson(schema);
    ScalarIndexJson.write(node, indexes);
    return StrictJson.write(node);
  }

  /**
   * Reads what {@link #toBytes(TableSchema)} made.
   *
   * @param source what messages call the bytes
   * @throws io.vectra.engine.error.VectraException CORRUPTION when they are anything else
   */
  public static TableSchema tableFromBytes(byte[] json, String source) {
    JsonFields fields = StrictJson.read(json, 0, json.length, source);
    fields.optional(ScalarIndexJson.INDEXES); // which indexesFromBytes reads
    return table(fields);
  }

  /** The indexes that {@link #toBytes(TableSchema, List)} wrote behind a table. */
  public static List<ScalarIndex> indexesFromBytes(byte[] json, String source) {
    return ScalarIndexJson.readAll(StrictJson.read(json, 0, json.length, source));
  }

  /** Reads what {@link #toBytes(IndexSchema)} made; see {@link #tableFromBytes}. */
  public static IndexSchema indexFromBytes(byte[] json, String source) {
    return index(StrictJson.read(json, 0, json.length, source));
  }

  static ObjectNode toJson(TableSchema schema) {
    ObjectNode node = StrictJson.object();
    node.put("id", schema.id()).put("name", schema.name()).put("version", schema.version());
    if (!schema.schema().equals(TableSchema.PUBLIC)) { // absent as in older databases
      node.put("schema", schema.schema());
    }
    ArrayNode columns = node.putArray("columns");
    schema.columns().forEach(column -> columns.add(toJson(column)));
    ArrayNode key = node.putArray("primaryKey");
    schema.primaryKey().forEach(key::add);
    node.put("nextColumnId", schema.nextColumnId());
    ConstraintJson.put(node, schema.constraints()); // absent where there are none, as of old
    return node;
  }

  static ObjectNode toJson(IndexSchema schema) {
    ObjectNode node = StrictJson.object();
    node.put("id", schema.id()).put("name", schema.name()).put("tableId", schema.tableId());
    if (schema instanceof ScalarIndex scalar) {
      ScalarIndexJson.write(node, scalar);
    } else {
      write(node, (VectorIndex) schema);
    }
    return node;
  }

  private static void write(ObjectNode node, VectorIndex schema) {
    node.put("column", schema.column());
    node.put("metric", schema.options().metric().name());
    node.put("m", schema.options().m()).put("efConstruction", schema.options().efConstruction());
    Quantization quantization = schema.options().quantization();
    if (quantization != null) { // absent where the dimensions decide, as in older databases
      node.put("quantization", quantization.name());
    }
  }

  static TableSchema table(JsonFields fields) {
    int id = fields.integer("id", 0);
    String name = fields.text("name");
    String schema = fields.optional("schema") == null ? TableSchema.PUBLIC : fields.text("schema");
    int version = fields.integer("version", 1);
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : fields.array("columns")) {
      columns.add(column(fields.item(column, "columns", columns.size())));
    }
    if (columns.size() > Limits.MAX_COLUMNS) {
      throw fields.damaged(
          "it has " + columns.size() + " columns, the limit is " + Limits.MAX_COLUMNS);
    }
    List<Integer> key = new ArrayList<>();
    for (JsonNode position : fields.array("primaryKey")) {
      long column = fields.number(position, "primaryKey", 0);
      if (column >= columns.size()) {
        throw fields.damaged("primaryKey names column " + column + " of " + columns.size());
      }
      key.add((int) column);
    }
    int nextColumnId = fields.integer("nextColumnId", columns.size());
    List<Constraint> constraints = ConstraintJson.read(fields, nextColumnId);
    fields.end();
    checkColumnIds(columns, nextColumnId, version, fields);
    return new TableSchema(id, schema, name, version, columns, key, nextColumnId, constraints);
  }

  private static void checkColumnIds(
      List<Column> columns, int nextColumnId, int version, JsonFields fields) {
    int before = -1;
    for (Column column : columns) {
      Column.Origin origin = column.origin();
      if (origin.id() <= before || origin.id() >= nextColumnId || origin.sinceVersion() > version) {
        throw fields.damaged(
            "column "
                + column.name()
                + " has the impossible origin "
                + origin
                + " after "
                + before);
      }
      before = origin.id();
    }
  }

  static IndexSchema index(JsonFields fields) {
    int id = fields.integer("id", 0);
    String name = fields.text("name");
    int tableId = fields.integer("tableId", 0);
    IndexSchema schema =
        fields.optional(ScalarIndexJson.KIND) == null // as in older databases
            ? new VectorIndex(id, name, tableId, fields.integer("column", 0), options(fields))
            : ScalarIndexJson.read(fields, id, name, tableId);
    fields.end();
    return schema;
  }

  private static VectorIndexOptions options(JsonFields fields) {
    return new VectorIndexOptions(
        fields.constant("metric", Metric.class),
        fields.integer("m", 0),
        fields.integer("efConstruction", 0),
        quantization(fields));
  }

  private static @Nullable Quantization quantization(JsonFields fields) {
    return fields.optional("quantization") == null
        ? null
        : fields.constant("quantization", Quantization.class);
  }

  static ObjectNode toJson(Column column) {
    ColumnType type = column.type();
    ObjectNode node = StrictJson.object();
    node.put("name", column.name()).put("kind", type.kind().name());
    node.put("precision", type.precision()).put("scale", type.scale());
    node.put("nullable", column.nullable()).put("identity", column.identity().name());
    node.put("id", column.origin().id()).put("since", column.origin().sinceVersion());
    if (column.defaultValue() instanceof NextValue next) {
      node.put("defaultSchema", next.schema()).put("defaultSequence", next.sequence());
    } else if (column.defaultValue() instanceof DefaultExpression expression) {
      node.put(EXPRESSION, expression.text()).put("defaultEachRow", expression.eachRow());
    } else if (column.defaultValue() != null) {
      node.put("default", toText(type.kind(), column.defaultValue()));
    }
    if (column.origin().initialValue() != null) {
      node.put("initial", toText(type.kind(), column.origin().initialValue()));
    }
    return node;
  }

  static Column column(JsonFields fields) {
    String name = fields.text("name");
    if (name.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_NAME_BYTES) {
      throw fields.damaged("the name has over " + Limits.MAX_NAME_BYTES + " bytes");
    }
    ColumnType type =
        new ColumnType(
            fields.constant("kind", ColumnType.Kind.class),
            fields.integer("precision", 0),
            fields.integer("scale", 0));
    boolean nullable = fields.flag("nullable");
    Column.Identity identity = fields.constant("identity", Column.Identity.class);
    int id = fields.integer("id", 0);
    int since = fields.integer("since", 1);
    Object value = defaultValue(type.kind(), fields);
    Object initial = fromText(type.kind(), "initial", fields);
    fields.end();
    Column.Origin origin = new Column.Origin(id, since, initial);
    return new Column(name, type, nullable, value, identity, origin);
  }

  private static @Nullable Object defaultValue(ColumnType.Kind kind, JsonFields fields) {
    if (fields.optional("defaultSequence") != null) { // none in older databases
      return new NextValue(fields.text("defaultSchema"), fields.text("defaultSequence"));
    }
    return fields.optional(EXPRESSION) == null // as in older databases
        ? fromText(kind, "default", fields)
        : new DefaultExpression(fields.text(EXPRESSION), fields.flag("defaultEachRow"));
  }

  private static String toText(ColumnType.Kind kind, Object value) {
    return switch (kind) {
      case VARBINARY -> HexFormat.of().formatHex((byte[]) value);
      case VECTOR -> vectorText((float[]) value);
      default -> kind.javaClass().cast(value).toString();
    };
  }

  private static String vectorText(float[] vector) {
    StringBuilder text = new StringBuilder();
    for (float component : vector) {
      text.append(text.isEmpty() ? "" : " ").append(component);
    }
    return text.toString();
  }

  private static @Nullable Object fromText(
      ColumnType.Kind kind, String property, JsonFields fields) {
    if (fields.optional(property) == null) {
      return null;
    }
    String text = fields.text(property);
    try {
      return switch (kind) {
        case BOOLEAN -> Boolean.valueOf(text);
        case SMALLINT -> Short.valueOf(text);
        case INTEGER -> Integer.valueOf(text);
        case BIGINT -> Long.valueOf(text);
        case REAL -> Float.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case DECIMAL -> new BigDecimal(text);
        case VARCHAR, JSON -> text;
        case VARBINARY -> HexFormat.of().parseHex(text);
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text);
        case TIMESTAMP -> LocalDateTime.parse(text);
        case VECTOR -> vector(text);
        case UUID -> UUID.fromString(text);
        case TIMESTAMP_WITH_TIME_ZONE -> Instant.parse(text);
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw fields.damaged("the " + property + " value is no " + kind, e);
    }
  }

  private static float[] vector(String text) {
    String[] parts = text.split(" ", -1);
    float[] vector = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      vector[i] = Float.parseFloat(parts[i]);
    }
    return vector;
  }
}
