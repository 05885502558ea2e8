package io.vectra.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.ScalarIndex.KeyPart;
import java.util.ArrayList;
import java.util.List;

/** Secondary indexes as JSON; a vector index has no property {@code kind}. */
final class ScalarIndexJson {
  /** The property that tells an index of this kind from a vector index. */
  static final String KIND = "kind";

  /** The property of a new table that holds the indexes that it begins with. */
  static final String INDEXES = "indexes";

  private static final String SCALAR = "SCALAR";

  private ScalarIndexJson() {}

  static void write(ObjectNode node, ScalarIndex schema) {
    node.put(KIND, SCALAR).put("unique", schema.unique()).put("constraint", schema.constraint());
    ArrayNode key = node.putArray("key");
    for (KeyPart part : schema.key()) {
      key.addObject().put("column", part.column()).put("descending", part.descending());
    }
  }

  static ScalarIndex read(JsonFields fields, int id, String name, int tableId) {
    if (!fields.text(KIND).equals(SCALAR)) {
      throw fields.damaged("the index " + name + " is of an unknown kind");
    }
    boolean unique = fields.flag("unique");
    boolean constraint = fields.flag("constraint");
    List<KeyPart> key = new ArrayList<>();
    for (JsonNode node : fields.array("key")) {
      JsonFields part = fields.item(node, "key", key.size());
      key.add(new KeyPart(part.integer("column", 0), part.flag("descending")));
      part.end();
    }
    if (key.isEmpty() || key.size() > Limits.MAX_INDEX_COLUMNS || (constraint && !unique)) {
      throw fields.damaged("the index " + name + " has " + key.size() + " columns");
    }
    return new ScalarIndex(id, name, tableId, key, unique, constraint);
  }

  static void write(ObjectNode table, List<ScalarIndex> indexes) {
    if (!indexes.isEmpty()) { // absent without any, as in older logs
      ArrayNode array = table.putArray(INDEXES);
      indexes.forEach(index -> array.add(SchemaJson.toJson(index)));
    }
  }

  static List<ScalarIndex> readAll(JsonFields table) {
    List<ScalarIndex> indexes = new ArrayList<>();
    if (table.optional(INDEXES) != null) {
      for (JsonNode node : table.array(INDEXES)) {
        JsonFields fields = table.item(node, INDEXES, indexes.size());
        if (!(SchemaJson.index(fields) instanceof ScalarIndex index)) {
          throw table.damaged("a new table has an index that is not SCALAR");
        }
        indexes.add(index);
      }
    }
    return indexes;
  }
}
