package io.vectra.engine.original;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders that the original wrote, and made ones. */
final class OriginalFolders {
  private static final Path ROOT = Path.of("src", "test", "resources", "original");

  private OriginalFolders() {}

  static Storage open(String name) {
    return FileStorage.open(ROOT.resolve(name));
  }

  /** What the original answered; its texts for numbers that JSON cannot hold are left texts. */
  static JsonNode answers(String file) throws IOException {
    return new ObjectMapper().readTree(ROOT.resolve(file).toFile());
  }

  static byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(ROOT.resolve(file));
  }

  /** A folder of one file. */
  static Storage of(String name, byte[] content) {
    MemoryStorage storage = new MemoryStorage("original");
    add(storage, name, content);
    return storage;
  }

  static Storage of(String name, String content) {
    return of(name, content.getBytes(StandardCharsets.UTF_8));
  }

  static void add(Storage storage, String name, byte[] content) {
    try (WritableFile file = storage.create(name)) {
      file.write(0, content, 0, content.length);
    }
  }

  static List<OriginalItem> items(Storage folder) {
    List<OriginalItem> items = new ArrayList<>();
    OriginalIndex index = OriginalIndex.in(folder);
    if (index != null) {
      index.read(items::add);
    }
    return items;
  }
}
