package io.vectra.bench.insert;

import io.vectra.bench.system.VectraUrl;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

/** What rows are inserted into. SQLite and H2 get the bytes of a vector ready-made. */
public enum InsertSystem {
  ENGINE("vectra, engine") {
    @Override
    public InsertTarget open(Path directory, InsertRows rows) {
      return new EngineTarget(directory, rows);
    }
  },
  VECTRA("vectra, jdbc") {
    @Override
    public InsertTarget open(Path directory, InsertRows rows) throws Exception {
      return new SqlTarget(
          new SqlTarget.Dialect(
              VectraUrl::connect,
              List.of(),
              "id BIGINT PRIMARY KEY, title VARCHAR NOT NULL, r INTEGER NOT NULL,"
                  + " embedding VECTOR(%d) NOT NULL",
              (insert, all, id) -> insert.setObject(4, all.vector(id))),
          directory,
          rows);
    }
  },
  SQLITE("sqlite") {
    @Override
    public InsertTarget open(Path directory, InsertRows rows) throws Exception {
      return new SqlTarget(
          new SqlTarget.Dialect(
              place -> DriverManager.getConnection("jdbc:sqlite:" + place.resolve("items.db")),
              List.of("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"),
              "id INTEGER PRIMARY KEY, title TEXT NOT NULL, r INTEGER NOT NULL,"
                  + " embedding BLOB NOT NULL",
              (insert, all, id) -> insert.setBytes(4, all.vectorBytes(id))),
          directory,
          rows);
    }
  },
  /** As it comes, a commit of H2 does not wait for the device. */
  H2("h2") {
    @Override
    public InsertTarget open(Path directory, InsertRows rows) throws Exception {
      return new SqlTarget(
          new SqlTarget.Dialect(
              place -> DriverManager.getConnection("jdbc:h2:" + place.resolve("items")),
              List.of(),
              "id BIGINT PRIMARY KEY, title VARCHAR NOT NULL, r INTEGER NOT NULL,"
                  + " embedding VARBINARY NOT NULL",
              (insert, all, id) -> insert.setBytes(4, all.vectorBytes(id))),
          directory,
          rows);
    }
  };

  private final String label;

  InsertSystem(String label) {
    this.label = label;
  }

  /** What the report calls it. */
  public String label() {
    return label;
  }

  /** Opens a new database with the table in an empty directory. */
  public abstract InsertTarget open(Path directory, InsertRows rows) throws Exception;
}
