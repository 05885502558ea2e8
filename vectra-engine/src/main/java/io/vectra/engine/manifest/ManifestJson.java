package io.vectra.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A manifest as a JSON document and back, property by property. */
final class ManifestJson {
  /** Of index files that do not say. */
  private static final int USUAL_EFFORT = 1;

  private static final int MAX_EFFORT = 8;

  /** A name that leads nowhere but into a table's directory. */
  private static final Pattern FILE_NAME =
      Pattern.compile("t[0-9]{1,10}/[a-z]+(-[0-9]{1,19}){1,3}");

  private ManifestJson() {}

  static byte[] write(Manifest manifest) {
    ObjectNode node = StrictJson.object();
    node.put("formatVersion", manifest.formatVersion());
    node.put("databaseId", manifest.databaseId().toString());
    node.put("generation", manifest.generation()).put("lsn", manifest.lsn());
    node.put("logNumber", manifest.logNumber());
    node.put("catalogVersion", manifest.definitions().version());
    DefinitionsJson.write(manifest.definitions(), node);
    node.put("nextTableId", manifest.nextTableId()).put("nextIndexId", manifest.nextIndexId());
    node.put("nextSegmentNumber", manifest.nextSegmentNumber());
    ArrayNode tables = node.putArray("tables");
    manifest.tables().forEach(table -> tables.add(toJson(table)));
    return StrictJson.write(node);
  }

  static Manifest read(byte[] bytes, int from, String source) {
    JsonFields fields = StrictJson.read(bytes, from, bytes.length - from, source);
    int version = fields.integer("formatVersion", 1);
    if (version > Manifest.FORMAT_VERSION) {
      throw new VectraException(
          ErrorCode.NEWER_FORMAT,
          source
              + " has format version "
              + version
              + ", this Vectra reads up to "
              + Manifest.FORMAT_VERSION
              + ". Open the database with the newer Vectra that wrote it.");
    }
    Manifest manifest =
        new Manifest(
            version,
            databaseId(fields),
            fields.number("generation", 1),
            fields.number("lsn", 0),
            fields.number("logNumber", 0),
            DefinitionsJson.read(fields, fields.number("catalogVersion", 0)),
            fields.integer("nextTableId", 0),
            fields.integer("nextIndexId", 0),
            fields.number("nextSegmentNumber", 0),
            tables(fields));
    fields.end();
    return manifest;
  }

  private static UUID databaseId(JsonFields fields) {
    String text = fields.text("databaseId");
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw fields.damaged("databaseId is no UUID", e);
    }
  }

  private static ObjectNode toJson(TableEntry table) {
    ObjectNode node = StrictJson.object();
    node.set("schema", SchemaJson.toJson(table.schema()));
    ArrayNode indexes = node.putArray("indexes");
    table.indexes().forEach(index -> indexes.add(SchemaJson.toJson(index)));
    node.put("nextRowId", table.nextRowId());
    ObjectNode identities = node.putObject("identities");
    new TreeMap<>(table.identities())
        .forEach((column, next) -> identities.put(column.toString(), next));
    ArrayNode segments = node.putArray("segments");
    table.segments().forEach(segment -> segments.add(toJson(segment)));
    return node;
  }

  private static List<TableEntry> tables(JsonFields fields) {
    List<TableEntry> tables = new ArrayList<>();
    for (JsonNode table : fields.array("tables")) {
      tables.add(table(fields.item(table, "tables", tables.size())));
    }
    return tables;
  }

  private static TableEntry table(JsonFields fields) {
    TableSchema schema = SchemaJson.table(fields.object("schema"));
    List<IndexSchema> indexes = new ArrayList<>();
    for (JsonNode index : fields.array("indexes")) {
      indexes.add(SchemaJson.index(fields.item(index, "indexes", indexes.size())));
    }
    for (IndexSchema index : indexes) {
      if (index.columns().stream().anyMatch(column -> column >= schema.columns().size())) {
        throw fields.damaged("index " + index.name() + " is on columns " + index.columns());
      }
    }
    long nextRowId = fields.number("nextRowId", 0);
    Map<Integer, Long> identities = identities(fields.object("identities"));
    List<SegmentEntry> segments = new ArrayList<>();
    for (JsonNode segment : fields.array("segments")) {
      segments.add(segment(fields.item(segment, "segments", segments.size())));
    }
    fields.end();
    return new TableEntry(schema, indexes, nextRowId, identities, segments);
  }

  private static Map<Integer, Long> identities(JsonFields fields) {
    Map<Integer, Long> identities = new TreeMap<>();
    for (Iterator<String> names = fields.names(); names.hasNext(); ) {
      String column = names.next();
      try {
        identities.put(Integer.valueOf(column), fields.number(column, Long.MIN_VALUE));
      } catch (NumberFormatException e) {
        throw fields.damaged(column + " is no column position", e);
      }
    }
    return identities;
  }

  private static ObjectNode toJson(SegmentEntry segment) {
    ObjectNode node = StrictJson.object();
    node.put("number", segment.number()).put("rows", segment.rows());
    node.set("file", toJson(segment.file()));
    FileEntry tombstones = segment.tombstones();
    if (tombstones != null) {
      node.set("tombstones", toJson(tombstones));
    }
    node.put("tombstoneCount", segment.tombstoneCount());
    ArrayNode indexes = node.putArray("indexes");
    for (IndexFileEntry index : segment.indexes()) {
      ObjectNode entry = indexes.addObject().put("indexId", index.indexId());
      entry.set("file", toJson(index.file()));
      if (index.effort() != USUAL_EFFORT) {
        entry.put("effort", index.effort());
      }
    }
    return node;
  }

  private static SegmentEntry segment(JsonFields fields) {
    long number = fields.number("number", 0);
    long rows = fields.number("rows", 0);
    FileEntry file = file(fields.object("file"));
    @Nullable FileEntry tombstones =
        fields.optional("tombstones") == null ? null : file(fields.object("tombstones"));
    long tombstoneCount = fields.number("tombstoneCount", 0);
    if (tombstoneCount > rows) {
      throw fields.damaged("it has " + tombstoneCount + " tombstones for " + rows + " rows");
    }
    List<IndexFileEntry> indexes = new ArrayList<>();
    for (JsonNode index : fields.array("indexes")) {
      JsonFields entry = fields.item(index, "indexes", indexes.size());
      int effort = entry.optional("effort") == null ? USUAL_EFFORT : entry.integer("effort", 0);
      if (effort > MAX_EFFORT) {
        throw entry.damaged("its effort is " + effort + ", more than " + MAX_EFFORT);
      }
      int indexId = entry.integer("indexId", 0);
      indexes.add(new IndexFileEntry(indexId, file(entry.object("file")), effort));
      entry.end();
    }
    fields.end();
    return new SegmentEntry(number, rows, file, tombstones, tombstoneCount, indexes);
  }

  private static ObjectNode toJson(FileEntry file) {
    ObjectNode node = StrictJson.object();
    return node.put("name", file.name()).put("length", file.length()).put("sha256", file.sha256());
  }

  private static FileEntry file(JsonFields fields) {
    String name = fields.text("name");
    if (!FILE_NAME.matcher(name).matches()) {
      throw fields.damaged("it names the file \"" + name + "\", which no database has");
    }
    FileEntry file = new FileEntry(name, fields.number("length", 0), fields.text("sha256"));
    fields.end();
    return file;
  }
}
