package io.vectra.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.Action;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.Constraint.PrimaryKey;
import io.vectra.engine.schema.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The constraints of a table within its schema's JSON. */
final class ConstraintJson {
  private static final String PROPERTY = "constraints";

  private ConstraintJson() {}

  private enum Kind {
    CHECK,
    FOREIGN_KEY,
    PRIMARY_KEY
  }

  /** Writes constraints as a property of a table; nothing when there are none. */
  static void put(ObjectNode table, List<Constraint> constraints) {
    if (!constraints.isEmpty()) {
      ArrayNode all = table.putArray(PROPERTY);
      constraints.forEach(constraint -> all.add(toJson(constraint)));
    }
  }

  private static ObjectNode toJson(Constraint constraint) {
    ObjectNode node = StrictJson.object();
    node.put("name", constraint.name());
    if (constraint instanceof Check check) {
      node.put("kind", Kind.CHECK.name()).put("expression", check.expression());
    } else if (constraint instanceof ForeignKey key) {
      node.put("kind", Kind.FOREIGN_KEY.name()).put("parent", key.parent());
      ids(node, "parentColumns", key.parentColumns());
      node.put("onDelete", key.onDelete().name()).put("onUpdate", key.onUpdate().name());
    } else {
      return node.put("kind", Kind.PRIMARY_KEY.name());
    }
    ids(node, "columns", constraint.columns());
    return node;
  }

  private static void ids(ObjectNode node, String property, List<Integer> ids) {
    ArrayNode array = node.putArray(property);
    ids.forEach(array::add);
  }

  /** Reads what {@link #put} wrote. */
  static List<Constraint> read(JsonFields table, int nextColumnId) {
    List<Constraint> constraints = new ArrayList<>();
    if (table.optional(PROPERTY) != null) {
      for (JsonNode constraint : table.array(PROPERTY)) {
        constraints.add(
            constraint(table.item(constraint, PROPERTY, constraints.size()), nextColumnId));
      }
    }
    return constraints;
  }

  private static Constraint constraint(JsonFields fields, int nextColumnId) {
    String name = fields.text("name");
    if (name.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_NAME_BYTES) {
      throw fields.damaged("the name has over " + Limits.MAX_NAME_BYTES + " bytes");
    }
    Kind kind = fields.constant("kind", Kind.class);
    Constraint constraint =
        switch (kind) {
          case CHECK ->
              new Check(name, fields.text("expression"), ids(fields, "columns", nextColumnId));
          case FOREIGN_KEY -> foreignKey(name, fields, nextColumnId);
          case PRIMARY_KEY -> new PrimaryKey(name);
        };
    fields.end();
    return constraint;
  }

  private static ForeignKey foreignKey(String name, JsonFields fields, int nextColumnId) {
    List<Integer> columns = ids(fields, "columns", nextColumnId);
    List<Integer> parentColumns = ids(fields, "parentColumns", Integer.MAX_VALUE);
    if (columns.isEmpty() || columns.size() != parentColumns.size()) {
      throw fields.damaged(
          "it has " + columns.size() + " columns for " + parentColumns.size() + " of the parent");
    }
    return new ForeignKey(
        name,
        columns,
        fields.integer("parent", 1),
        parentColumns,
        fields.constant("onDelete", Action.class),
        fields.constant("onUpdate", Action.class));
  }

  private static List<Integer> ids(JsonFields fields, String property, int end) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : fields.array(property)) {
      long column = fields.number(id, property, 0);
      if (column >= end || ids.size() == Limits.MAX_COLUMNS) {
        throw fields.damaged(property + " names the impossible column " + column);
      }
      ids.add((int) column);
    }
    return ids;
  }
}
