package io.vectra.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.catalog.Commented;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Sequences, views and the like as JSON, for manifests and for the log. A property is absent where
 * there is nothing to say, as in older databases.
 */
public final class DefinitionsJson {
  private static final String SCHEMAS = "schemas";
  private static final String SEQUENCES = "sequences";
  private static final String VIEWS = "views";
  private static final String COMMENTS = "comments";
  private static final String DROPPED_TABLES = "droppedTables";

  /** Any order, so that equal definitions are equal bytes. */
  private static final Comparator<Commented> ORDER = Comparator.comparing(Commented::toString);

  private DefinitionsJson() {}

  /** A change as UTF-8 JSON. The version of its definitions is not part of it. */
  public static byte[] toBytes(DefinitionChange change) {
    ObjectNode node = StrictJson.object();
    write(change.definitions(), node);
    if (!change.droppedTables().isEmpty()) {
      ArrayNode tables = node.putArray(DROPPED_TABLES);
      change.droppedTables().stream().sorted().forEach(tables::add);
    }
    return StrictJson.write(node);
  }

  /** A sequence as UTF-8 JSON. */
  public static byte[] toBytes(SequenceSchema sequence) {
    return StrictJson.write(toJson(sequence));
  }

  /**
   * Reads what {@link #toBytes(DefinitionChange)} made.
   *
   * @param source what messages call the bytes
   * @throws io.vectra.engine.error.VectraException CORRUPTION when they are anything else
   */
  public static DefinitionChange changeFromBytes(byte[] json, String source) {
    JsonFields fields = StrictJson.read(json, 0, json.length, source);
    Definitions definitions = read(fields, 0);
    Set<Integer> dropped = new HashSet<>();
    if (fields.optional(DROPPED_TABLES) != null) {
      for (JsonNode table : fields.array(DROPPED_TABLES)) {
        dropped.add(Math.toIntExact(fields.number(table, DROPPED_TABLES, 0)));
      }
    }
    fields.end();
    return new DefinitionChange(definitions, dropped);
  }

  /** Reads what {@link #toBytes(SequenceSchema)} made; see {@link #changeFromBytes}. */
  public static SequenceSchema sequenceFromBytes(byte[] json, String source) {
    return sequence(StrictJson.read(json, 0, json.length, source));
  }

  static void write(Definitions definitions, ObjectNode node) {
    if (!definitions.schemas().isEmpty()) {
      ArrayNode schemas = node.putArray(SCHEMAS);
      definitions.schemas().forEach(schemas::add);
    }
    if (!definitions.sequences().isEmpty()) {
      ArrayNode sequences = node.putArray(SEQUENCES);
      definitions.sequences().forEach(sequence -> sequences.add(toJson(sequence)));
    }
    if (!definitions.views().isEmpty()) {
      ArrayNode views = node.putArray(VIEWS);
      definitions.views().forEach(view -> views.add(toJson(view)));
    }
    if (!definitions.comments().isEmpty()) {
      ArrayNode comments = node.putArray(COMMENTS);
      definitions.comments().entrySet().stream()
          .sorted(Map.Entry.comparingByKey(ORDER))
          .forEach(comment -> comments.add(toJson(comment.getKey(), comment.getValue())));
    }
  }

  static Definitions read(JsonFields fields, long version) {
    return new Definitions(
        version,
        fields.optional(SCHEMAS) == null ? List.of() : texts(fields, SCHEMAS),
        items(fields, SEQUENCES, DefinitionsJson::sequence),
        items(fields, VIEWS, DefinitionsJson::view),
        comments(fields));
  }

  private static <T> List<T> items(
      JsonFields fields, String property, Function<JsonFields, T> reader) {
    List<T> items = new ArrayList<>();
    if (fields.optional(property) != null) {
      for (JsonNode item : fields.array(property)) {
        items.add(reader.apply(fields.item(item, property, items.size())));
      }
    }
    return items;
  }

  private static Map<Commented, String> comments(JsonFields fields) {
    Map<Commented, String> comments = new HashMap<>();
    for (Map.Entry<Commented, String> comment : items(fields, COMMENTS, DefinitionsJson::comment)) {
      comments.put(comment.getKey(), comment.getValue());
    }
    return comments;
  }

  private static ObjectNode toJson(Commented target, String text) {
    ObjectNode node = StrictJson.object();
    node.put("on", target.kind().name()).put("id", target.id()).put("column", target.columnId());
    node.put("schema", target.schema()).put("name", target.name());
    return node.put("text", text);
  }

  private static Map.Entry<Commented, String> comment(JsonFields fields) {
    Commented target =
        new Commented(
            fields.constant("on", Commented.Kind.class),
            fields.integer("id", 0),
            fields.integer("column", 0),
            fields.text("schema"),
            fields.text("name"));
    String text = fields.text("text");
    fields.end();
    return Map.entry(target, text);
  }

  private static List<String> texts(JsonFields fields, String property) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : fields.array(property)) {
      if (!text.isTextual()) {
        throw fields.damaged(property + " holds " + text + ", which is no string");
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  private static ObjectNode named(QualifiedName name) {
    ObjectNode node = StrictJson.object();
    return node.put("schema", name.schema()).put("name", name.name());
  }

  private static QualifiedName name(JsonFields fields) {
    return new QualifiedName(fields.text("schema"), fields.text("name"));
  }

  private static ObjectNode toJson(SequenceSchema sequence) {
    SequenceSchema.Range range = sequence.range();
    ObjectNode node = named(sequence.name()).put("version", sequence.version());
    node.put("type", range.type().name()).put("increment", range.increment());
    node.put("minimum", range.minimum()).put("maximum", range.maximum());
    node.put("cycle", range.cycle());
    node.put("start", sequence.start()).put("cache", sequence.cache());
    if (sequence.next() != null) {
      node.put("next", sequence.next());
    }
    return node;
  }

  private static SequenceSchema sequence(JsonFields fields) {
    QualifiedName name = name(fields);
    long version = fields.number("version", 0);
    ColumnType.Kind type = fields.constant("type", ColumnType.Kind.class);
    SequenceSchema.Range range =
        new SequenceSchema.Range(
            type,
            fields.number("increment", Long.MIN_VALUE),
            fields.number("minimum", Long.MIN_VALUE),
            fields.number("maximum", Long.MIN_VALUE),
            fields.flag("cycle"));
    long start = fields.number("start", Long.MIN_VALUE);
    long cache = fields.number("cache", 1);
    Long next = fields.optional("next") == null ? null : fields.number("next", Long.MIN_VALUE);
    fields.end();
    SequenceSchema sequence = new SequenceSchema(name, version, range, start, cache, next);
    String fault = sequence.fault();
    if (fault != null) {
      throw fields.damaged("sequence " + name + " " + fault);
    }
    return sequence;
  }

  private static ObjectNode toJson(ViewSchema view) {
    ObjectNode node = named(view.name());
    ArrayNode columns = node.putArray("columns");
    view.columns().forEach(column -> columns.add(SchemaJson.toJson(column)));
    node.put("query", view.query().text()).put("querySchema", view.query().schema());
    ArrayNode names = node.putArray("queryColumns");
    view.query().columns().forEach(names::add);
    return node;
  }

  private static ViewSchema view(JsonFields fields) {
    QualifiedName name = name(fields);
    List<Column> columns = items(fields, "columns", SchemaJson::column);
    String text = fields.text("query");
    String schema = fields.text("querySchema");
    List<String> names = texts(fields, "queryColumns");
    fields.end();
    if (names.size() != columns.size()) {
      throw fields.damaged("it has " + columns.size() + " columns of " + names.size());
    }
    return new ViewSchema(name, columns, new ViewSchema.Query(text, schema, names));
  }
}
