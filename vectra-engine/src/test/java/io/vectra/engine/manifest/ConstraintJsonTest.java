package io.vectra.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.Constraint.Action;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.Constraint.PrimaryKey;
import io.vectra.engine.schema.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON of schemas with constraints, which every later version has to read. */
class ConstraintJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String BEFORE_CONSTRAINTS =
      "{\"id\":7,\"name\":\"T\",\"version\":1,\"columns\":[{\"name\":\"A\",\"kind\":\"INTEGER\","
          + "\"precision\":0,\"scale\":0,\"nullable\":false,\"identity\":\"NONE\",\"id\":0,"
          + "\"since\":1}],\"primaryKey\":[0],\"nextColumnId\":1}";

  private static final String CONSTRAINTS =
      "\"constraints\":[{\"name\":\"K\",\"kind\":\"PRIMARY_KEY\"},"
          + "{\"name\":\"C\",\"kind\":\"CHECK\",\"expression\":\"a > 0\",\"columns\":[0]},"
          + "{\"name\":\"F\",\"kind\":\"FOREIGN_KEY\",\"parent\":7,\"parentColumns\":[0],"
          + "\"onDelete\":\"SET_NULL\",\"onUpdate\":\"NO_ACTION\",\"columns\":[0]}]";

  private static final String WITH_CONSTRAINTS =
      BEFORE_CONSTRAINTS.substring(0, BEFORE_CONSTRAINTS.length() - 1) + "," + CONSTRAINTS + "}";

  @Test
  void schemaWithoutConstraints_isWrittenAsEver() throws IOException {
    TableSchema plain = table(List.of());
    assertThat(read(BEFORE_CONSTRAINTS)).isEqualTo(plain);
    assertThat(written(plain)).isEqualTo(JSON.readTree(BEFORE_CONSTRAINTS));
  }

  @Test
  void schemaWithConstraints_isWrittenAsEver() throws IOException {
    TableSchema schema =
        table(
            List.of(
                new PrimaryKey("K"),
                new Check("C", "a > 0", List.of(0)),
                new ForeignKey("F", List.of(0), 7, List.of(0), Action.SET_NULL, Action.NO_ACTION)));
    assertThat(read(WITH_CONSTRAINTS)).isEqualTo(schema);
    assertThat(written(schema)).isEqualTo(JSON.readTree(WITH_CONSTRAINTS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "parentColumns":[0]   | "parentColumns":[0,1]
          "columns":[0]}        | "columns":[1]}
          "parent":7            | "parent":0
          SET_NULL              | SET_NOTHING
          "kind":"CHECK"        | "kind":"CHEQUE"
          "expression":"a > 0"  | "expression":1
          "name":"F"            | "name":"F","name2":"F"
          """)
  void damage_isTold(String intact, String damaged) {
    assertThat(WITH_CONSTRAINTS).contains(intact);
    assertThatThrownBy(() -> read(WITH_CONSTRAINTS.replace(intact, damaged)))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
  }

  private static TableSchema table(List<Constraint> constraints) {
    Column column = new Column("A", ColumnType.of(Kind.INTEGER), false);
    return TableSchema.define("T", List.of(column), List.of(0), constraints).created(7);
  }

  private static JsonNode written(TableSchema schema) throws IOException {
    return JSON.readTree(SchemaJson.toBytes(schema));
  }

  private static TableSchema read(String json) {
    return SchemaJson.tableFromBytes(json.getBytes(StandardCharsets.UTF_8), "a test");
  }
}
