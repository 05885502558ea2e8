package io.vectra.bench.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The URL of a database in a directory. */
public final class VectraUrl {
  private VectraUrl() {}

  /** Connects to a directory of any name. */
  public static Connection connect(Path directory) throws SQLException {
    StringBuilder url = new StringBuilder("jdbc:vectra:");
    for (byte part : directory.toString().getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (part & 0xff);
      if (character < 128 && (Character.isLetterOrDigit(character) || "/._-".indexOf(part) >= 0)) {
        url.append(character);
      } else {
        url.append("%%%02X".formatted(part & 0xff));
      }
    }
    return DriverManager.getConnection(url.toString());
  }
}
