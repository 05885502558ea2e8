package io.vectra.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Durability;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of URLs, hostile ones included. */
class ConnectionUrlTest {
  @Test
  void parse_directoryWithOptions_givesBoth() {
    ConnectionUrl url = parse("jdbc:vectra:/data/my%20docs%25?readOnly=true&durability=os");
    assertThat(url.place()).isEqualTo("/data/my docs%");
    assertThat(url.inMemory()).isFalse();
    assertThat(url.openOptions().readOnly()).isTrue();
    assertThat(url.openOptions().durability()).isEqualTo(Durability.OS);
    assertThat(url.openOptions().createIfMissing()).isTrue();
  }

  @Test
  void parse_escapeAtTheEnd_isDecoded() {
    assertThat(parse("jdbc:vectra:a%C3%A9").place()).isEqualTo("a\u00e9");
  }

  @Test
  void parse_memory_givesTheName() {
    ConnectionUrl url = parse("jdbc:vectra:memory:test");
    assertThat(url.inMemory()).isTrue();
    assertThat(url.place()).isEqualTo("test");
  }

  @Test
  void parse_unknownOption_namesTheNearestAndAllKnown() {
    assertThatThrownBy(() -> parse("jdbc:vectra:x?readonly=true"))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("did you mean 'readOnly'")
        .hasMessageContaining("create, readOnly, durability, access");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./data;create=true",
        "~/x",
        "~",
        "mem:x",
        "file:./data",
        "http://h/x",
        "//h:1/x",
        "\\\\h\\x"
      })
  void parse_whatOtherDriversGiveAMeaning_isRefused(String place) {
    assertThatThrownBy(() -> parse("jdbc:vectra:" + place))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("'" + place + "'")
        .hasMessageContaining("write %");
  }

  @ParameterizedTest
  @CsvSource({"C:/data, C:/data", "a%3Bb, a;b", "%7E/x, ~/x", "./~, ./~", "mem%3Ax, mem:x"})
  void parse_escapedOrHarmless_isTakenLiterally(String place, String directory) {
    assertThat(parse("jdbc:vectra:" + place).place()).isEqualTo(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "'', SYNC",
    "?durability=sync, SYNC",
    "?durability=sync&access=exclusive, SYNC",
    "?durability=os, OS",
    "?access=shared&durability=os, OS",
    "?access=exclusive&durability=os, OS",
    "?durability=bulk&access=exclusive, BULK",
    "?access=exclusive&durability=bulk, BULK",
  })
  void parse_durability_reachesTheEngine(String options, Durability expected) {
    assertThat(parse("jdbc:vectra:x" + options).openOptions().durability()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?durability=bulk", "?durability=bulk&access=shared"})
  void parse_bulkWithoutExclusiveAccess_saysWhatToAdd(String options) {
    assertThatThrownBy(() -> parse("jdbc:vectra:x" + options))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER))
        .hasMessageContaining("Add access=exclusive");
  }

  @Test
  void parse_bulkInTheUrlAndAccessInProperties_areJudgedTogether() {
    Properties properties = new Properties();
    properties.setProperty("access", "exclusive");
    assertThat(
            ConnectionUrl.parse("jdbc:vectra:x?durability=bulk", properties)
                .openOptions()
                .durability())
        .isEqualTo(Durability.BULK);
    properties.setProperty("durability", "bulk");
    assertThatThrownBy(() -> ConnectionUrl.parse("jdbc:vectra:x?access=shared", properties))
        .hasMessageContaining("Add access=exclusive");
  }

  @Test
  void parse_userAndPassword_haveNoEffect() {
    Properties properties = new Properties();
    properties.setProperty("user", "sa");
    properties.setProperty("password", "secret");
    properties.setProperty("create", "false");
    ConnectionUrl url = ConnectionUrl.parse("jdbc:vectra:x?create=true", properties);
    assertThat(url.options()).containsEntry(ConnectionOption.CREATE, "true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:vectra:",
        "jdbc:vectra:?create=true",
        "jdbc:vectra:memory:",
        "jdbc:vectra:%20",
        "jdbc:vectra:a%",
        "jdbc:vectra:a%4",
        "jdbc:vectra:a%zz",
        "jdbc:vectra:a%00",
        "jdbc:vectra:a%ff",
        "jdbc:vectra:a?create",
        "jdbc:vectra:a?=true",
        "jdbc:vectra:a?create=yes",
        "jdbc:vectra:a?create=",
        "jdbc:vectra:a?create=true&create=true",
        "jdbc:vectra:a?create=true&",
        "jdbc:vectra:a?durability=BULK&access=exclusive",
        "jdbc:vectra:a?durability=none",
        "jdbc:vectra:a?access=",
        "jdbc:vectra:a?access=readonly",
        "jdbc:vectra:a?access=exclusive&access=exclusive",
        "jdbc:vectra:a?model=inline:x",
        "jdbc:vectra:a?schemaFactory=java.lang.Runtime",
        "jdbc:h2:mem:x"
      })
  void parse_malformed_isRefused(String url) {
    assertThatThrownBy(() -> parse(url)).isInstanceOf(VectraException.class);
  }

  private static ConnectionUrl parse(String url) {
    return ConnectionUrl.parse(url, new Properties());
  }
}
