package io.vectra.calcite.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final TreeSet<String> KNOWN =
      new TreeSet<>(List.of("ID", "LEFT", "LENGTH", "RIGHT", "SUBSTRING", "TITLE"));

  @ParameterizedTest
  @CsvSource({
    "LENGHT, LENGTH", // swapped
    "LENGT, LENGTH", // left out
    "LENGTHS, LENGTH", // added
    "LONGTH, LENGTH", // replaced
    "length, LENGTH", // in another case
    "LNGHT, ", // two slips in five characters are one too many
    "SUBSTIRNGS, SUBSTRING",
    "ID, ID",
    "IDX, ID",
    "X, ",
    "I, ",
    "LEVEL, ",
    "NOTHING, ",
  })
  void nearest_ofAName_isTheOneOfFewestSlips(String name, String expected) {
    assertThat(NearestName.of(name, KNOWN)).isEqualTo(expected);
  }
}
