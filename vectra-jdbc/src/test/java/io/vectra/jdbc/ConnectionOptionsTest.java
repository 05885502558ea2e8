package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.jdbc.url.ConnectionOption;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools and pools learn of the options of a connection, and how they set them. */
class ConnectionOptionsTest {
  @TempDir Path directory;

  private static Map<String, String> told(String url, Properties properties) throws SQLException {
    return Arrays.stream(new VectraDriver().getPropertyInfo(url, properties))
        .collect(Collectors.toMap(info -> info.name, info -> info.value));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "jdbc:",
        "jdbc:vectra:",
        "jdbc:vectra:memory:",
        "jdbc:vectra:memory:x?",
        "jdbc:vectra:memory:x?dura",
        "jdbc:vectra:memory:x?durability=",
        "jdbc:vectra:memory:x?durability=o&=&nope=1",
        "jdbc:vectra:%zz?%=%"
      })
  void propertyInfo_ofAnUnfinishedUrl_hasEveryOptionWithItsDefault(String url) throws SQLException {
    DriverPropertyInfo[] infos = new VectraDriver().getPropertyInfo(url, null);
    assertThat(infos).hasSameSizeAs(ConnectionOption.values());
    for (DriverPropertyInfo info : infos) {
      assertThat(info.description).as(info.name).contains("Default: " + info.value + ".");
      if (info.name.equals(ConnectionOption.MEMORY.key())) {
        assertThat(info.choices).isNull(); // any number is one
      } else {
        assertThat(info.choices).as(info.name).contains(info.value);
      }
      assertThat(info.required).as(info.name).isFalse();
    }
  }

  @Test
  void propertyInfo_hasTheValuesOfUrlAndProperties_andOpensNothing() throws SQLException {
    Path missing = directory.resolve("missing");
    Properties properties = new Properties();
    properties.setProperty("durability", "os");
    properties.setProperty("access", "exclusive");
    properties.setProperty("user", "sa");
    assertThat(told("jdbc:vectra:" + missing + "?durability=bulk&readOnly=true", properties))
        .containsEntry("durability", "bulk")
        .containsEntry("access", "exclusive")
        .containsEntry("readOnly", "true")
        .containsEntry("create", "true");
    assertThat(Files.exists(missing)).isFalse();
  }

  @Test
  void everyOption_isAPropertyOfBothDataSources() throws Exception {
    for (Class<?> bean :
        new Class<?>[] {VectraDataSource.class, VectraConnectionPoolDataSource.class}) {
      Map<String, PropertyDescriptor> properties =
          Arrays.stream(Introspector.getBeanInfo(bean).getPropertyDescriptors())
              .collect(Collectors.toMap(PropertyDescriptor::getName, any -> any));
      for (ConnectionOption option : ConnectionOption.values()) {
        PropertyDescriptor property = properties.get(option.key());
        Object source = bean.getConstructor().newInstance();
        assertThat(property.getReadMethod().invoke(source))
            .asString()
            .isEqualTo(option.defaultValue());
        String other =
            option == ConnectionOption.MEMORY
                ? "64"
                : option
                    .choices()
                    .get(option.choices().indexOf(option.defaultValue()) == 0 ? 1 : 0);
        property
            .getWriteMethod()
            .invoke(
                source,
                property.getPropertyType() == boolean.class ? Boolean.valueOf(other) : other);
        assertThat(property.getReadMethod().invoke(source)).asString().isEqualTo(other);
      }
    }
  }

  @Test
  void dataSource_withOptions_opensConnectionsWithThem() throws SQLException {
    VectraDataSource source = new VectraDataSource();
    source.setUrl("jdbc:vectra:" + directory.resolve("missing"));
    source.setCreate(false);
    assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
    assertThat(directory).isEmptyDirectory();
    source.setCreate(true);
    source.setVectorType("varchar");
    try (Connection connection = source.getConnection();
        var columns = connection.getMetaData().getTypeInfo()) {
      assertThat(Answers.rows(columns)).anyMatch(row -> row.startsWith("VECTOR|12|"));
    }
    source.setUrl(source.getUrl() + "?readOnly=false");
    source.setReadOnly(true);
    try (Connection connection = source.getConnection()) {
      assertThat(connection.isReadOnly()).as("the URL wins").isFalse();
    }
  }

  @Test
  void poolDataSource_withOptions_opensConnectionsWithThem() throws SQLException {
    VectraConnectionPoolDataSource source = new VectraConnectionPoolDataSource();
    source.setUrl("jdbc:vectra:memory:options");
    source.setVectorType("array");
    PooledConnection pooled = source.getPooledConnection();
    try (var types = pooled.getConnection().getMetaData().getTypeInfo()) {
      assertThat(Answers.rows(types)).anyMatch(row -> row.startsWith("VECTOR|2003|16000|"));
    } finally {
      pooled.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:vectra:memory:x, twice, durability = 'twice' is not one of its values: sync",
    "jdbc:other:x, sync, does not begin with jdbc:vectra:",
    ", sync, has no URL"
  })
  void dataSource_withAWrongProperty_refusesToConnect(
      String url, String durability, String message) {
    VectraDataSource source = new VectraDataSource();
    source.setUrl(url);
    source.setDurability(durability);
    assertThatThrownBy(source::getConnection)
        .hasFieldOrPropertyWithValue("SQLState", "22023")
        .hasMessageContaining(message);
  }
}
