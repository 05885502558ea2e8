package io.vectra.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON bound and read as nodes of Jackson. */
class JsonNodeTest {
  private final ObjectMapper mapper = new ObjectMapper();
  private TestSession session;

  @BeforeEach
  void create() throws SQLException {
    session = TestSession.open("jdbc:vectra:memory:json-nodes");
    session.run("CREATE TABLE d (id INTEGER PRIMARY KEY, j JSON, s VARCHAR)");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  private ResultSet read() throws SQLException {
    ResultSet rows =
        session.connection().createStatement().executeQuery("SELECT j, s, id FROM d ORDER BY id");
    rows.next();
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":[1,\"é\",null,{}]}", "[]", "7", "\"text\"", "true", "null", "-1.5e300"})
  void node_boundAndRead_isTheSame(String json) throws Exception {
    JsonNode node = mapper.readTree(json);
    session.run("INSERT INTO d VALUES (1, ?, ?)", node, node);
    try (ResultSet rows = read()) {
      assertThat(mapper.readTree(rows.getString(1))).isEqualTo(node);
      assertThat(mapper.readTree(rows.getObject("J", JsonNode.class).toString())).isEqualTo(node);
      assertThat(mapper.readTree(rows.getObject(2, JsonNode.class).toString())).isEqualTo(node);
    }
  }

  @Test
  void node_withManyDigits_keepsThem() throws SQLException {
    BigDecimal number = new BigDecimal("12345678901234567890.123456789012345678901");
    session.run("INSERT INTO d VALUES (1, ?, NULL)", DecimalNode.valueOf(number));
    try (ResultSet rows = read()) {
      assertThat(rows.getObject(1, JsonNode.class).decimalValue()).isEqualByComparingTo(number);
    }
  }

  @Test
  void node_setWithATypeOrInABatch_isBound() throws SQLException {
    try (PreparedStatement insert =
        session.connection().prepareStatement("INSERT INTO d VALUES (?, ?, ?)")) {
      JsonNode node = JsonNodeFactory.instance.objectNode().put("a", 1);
      insert.setInt(1, 1);
      insert.setObject(2, node, JDBCType.OTHER);
      insert.setObject(3, TextNode.valueOf("b"), JDBCType.VARCHAR);
      insert.addBatch();
      insert.executeBatch();
    }
    assertThat(session.rows("SELECT JSON_VALUE(j, '$.a'), s FROM d")).containsExactly("1|\"b\"");
    assertThat(session.rows("SELECT id FROM d WHERE j = ?", mapper.createObjectNode().put("a", 1)))
        .containsExactly("1");
  }

  @Test
  void null_asNode_isNull_andJsonNull_isANode() throws SQLException {
    session.run("INSERT INTO d VALUES (1, NULL, ?)", NullNode.getInstance());
    try (ResultSet rows = read()) {
      assertThat(rows.getObject(1, JsonNode.class)).isNull();
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getObject(2, JsonNode.class)).isEqualTo(NullNode.getInstance());
    }
  }

  @Test
  void whatIsNoJson_isRefused() throws SQLException {
    assertThat(session.stateOf("INSERT INTO d VALUES (1, ?, NULL)", MissingNode.getInstance()))
        .startsWith("22");
    session.run("INSERT INTO d VALUES (1, NULL, '{')");
    try (ResultSet rows = read()) {
      assertThatThrownBy(() -> rows.getObject(2, JsonNode.class))
          .hasFieldOrPropertyWithValue("SQLState", "22032");
      assertThatThrownBy(() -> rows.getObject(3, JsonNode.class))
          .hasFieldOrPropertyWithValue("SQLState", "22023");
    }
  }

  /** As with the single jar, whose Jackson has another name than the client's. */
  @Test
  void node_ofAnotherJackson_isBoundAndReadToo() throws Exception {
    URL[] jackson = {
      location(JsonNode.class),
      location(JsonFactory.class),
      location(com.fasterxml.jackson.annotation.JsonInclude.class)
    };
    try (URLClassLoader loader =
        new URLClassLoader(jackson, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(JsonNode.class.getName());
      Object mapper = loader.loadClass(ObjectMapper.class.getName()).getConstructor().newInstance();
      Object node = mapper.getClass().getMethod("readTree", String.class).invoke(mapper, "[1]");
      assertThat(node).isInstanceOf(type).isNotInstanceOf(JsonNode.class);
      session.run("INSERT INTO d VALUES (1, ?, NULL)", node);
      try (ResultSet rows = read()) {
        assertThat(rows.getString(1)).isEqualTo("[1]");
        assertThat((Object) rows.getObject(1, type)).isEqualTo(node);
      }
    }
  }

  @Test
  void node_ofJackson3_isBoundAndReadToo() throws SQLException {
    var node = new tools.jackson.databind.ObjectMapper().readTree("{\"a\":[1.25,\"b\"]}");
    session.run("INSERT INTO d VALUES (1, ?, NULL)", node);
    try (ResultSet rows = read()) {
      var read = rows.getObject(1, tools.jackson.databind.JsonNode.class);
      assertThat(read.toString()).isEqualTo(node.toString());
    }
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
