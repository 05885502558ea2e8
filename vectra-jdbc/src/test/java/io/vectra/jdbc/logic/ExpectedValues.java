package io.vectra.jdbc.logic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The values that a query is to give. */
sealed interface ExpectedValues {

  boolean matches(List<String> values);

  /** All of them. */
  record Listed(List<String> values) implements ExpectedValues {
    @Override
    public boolean matches(List<String> given) {
      return values.equals(given);
    }
  }

  /** Their number, and the MD5 of all of them, each with a line feed behind it. */
  record Digest(int count, String md5) implements ExpectedValues {
    @Override
    public boolean matches(List<String> given) {
      return given.size() == count && md5.equals(md5(given));
    }

    private static String md5(List<String> values) {
      try {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        for (String value : values) {
          digest.update(value.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
