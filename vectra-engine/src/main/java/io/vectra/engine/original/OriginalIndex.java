package io.vectra.engine.original;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The index in a folder of the original: the one file that names all items. */
public final class OriginalIndex {
  /** The names that it has, unless one was chosen. */
  private static final String JSON = "index.json";

  private static final String PROTOBUF = "index.pb";

  private final Storage folder;
  private final String name;

  private OriginalIndex(Storage folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * The index of a folder; null where there is none.
   *
   * @throws VectraException BAD_FILE_FORMAT when there are two, which an interrupted conversion
   *     leaves
   */
  public static @Nullable OriginalIndex in(Storage folder) {
    boolean json = folder.exists(JSON);
    if (json && folder.exists(PROTOBUF)) {
      throw OriginalErrors.unreadable(
          "The folder",
          "it has " + JSON + " and " + PROTOBUF + ", one of which is not whole",
          null);
    }
    return json ? in(folder, JSON) : folder.exists(PROTOBUF) ? in(folder, PROTOBUF) : null;
  }

  /** The index of a name that exists; one that does not end with {@code .pb} is JSON. */
  public static OriginalIndex in(Storage folder, String name) {
    return new OriginalIndex(folder, name);
  }

  public String name() {
    return name;
  }

  /** Bytes of the file. */
  public long length() {
    return folder.length(name);
  }

  /** The SHA-256 of the file, in hexadecimal digits. */
  public String sha256() {
    MessageDigest digest = newDigest();
    MappedBlocks blocks = folder.map(name);
    try (DigestInputStream input = new DigestInputStream(new BlocksInput(blocks), digest)) {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw OriginalErrors.unreadable(name, "it cannot be read", e);
    } finally {
      blocks.release();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Gives each item to a consumer, in the order of the file.
   *
   * @throws VectraException BAD_FILE_FORMAT with the file and the place, where the file is damaged
   */
  public void read(Consumer<OriginalItem> consumer) {
    SideFiles sideFiles = new SideFiles(folder);
    MappedBlocks blocks = folder.map(name);
    try {
      if (name.endsWith(".pb")) {
        new ProtobufIndexReader(name, blocks, sideFiles).read(consumer);
      } else {
        new JsonIndexReader(name, sideFiles).read(new BlocksInput(blocks), consumer);
      }
    } finally {
      blocks.release();
    }
  }
}
