package io.vectra.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        " 1 ",
        "-0.5e+10",
        "\"\\u00e9\\n\"",
        "[]",
        "{}",
        "{\"a\":[1,{\"b\":null}]}"
      })
  void check_ofAValue_takesIt(String text) {
    JsonText.check(text, "It");
    assertThat(JsonText.isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "tru",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "Infinity",
        "'a'",
        "\"a",
        "\"\n\"",
        "\"\\x\"",
        "[1,]",
        "[1 2]",
        "{a:1}",
        "{\"a\"}",
        "{\"a\":1,}",
        "{} {}",
        "1 2",
        "/**/1",
        "]"
      })
  void check_ofAnythingElse_isRefused(String text) {
    assertThatThrownBy(() -> JsonText.check(text, "The value for T.C"))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON))
        .hasMessageStartingWith("The value for T.C is not JSON: ");
    assertThat(JsonText.isValid(text)).isFalse();
  }

  @Test
  void check_ofDeepValue_isRefusedBeyondTheLimit() {
    int depth = Limits.MAX_JSON_DEPTH;
    JsonText.check("[".repeat(depth) + "]".repeat(depth), "It");
    String deeper = "[".repeat(depth + 1) + "]".repeat(depth + 1);
    assertThatThrownBy(() -> JsonText.check(deeper, "It"))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
  }
}
