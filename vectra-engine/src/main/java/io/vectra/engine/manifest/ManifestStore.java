package io.vectra.engine.manifest;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.NumberedFiles;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The manifest files of a database. A file is a line and a JSON document:
 *
 * <pre>
 * vectra-manifest 1 &lt;SHA-256 of all that follows this line, 64 hex digits&gt;\n
 * { ... }
 * </pre>
 *
 * A manifest gets its name when it is whole and on the device. So the highest generation that does
 * not verify is damage, and never answered with an older one. The caller holds the writer lock
 * while it publishes.
 */
public final class ManifestStore {
  private static final System.Logger LOGGER = System.getLogger(ManifestStore.class.getName());

  private static final String MAGIC = "vectra-manifest";
  private static final String FILE_PREFIX = "manifest-";
  private static final Pattern FILE = Pattern.compile("manifest-(\\d{10,18})");
  private static final Pattern UNFINISHED = Pattern.compile("manifest-\\d{10,18}\\.tmp");
  private static final Pattern FIRST_LINE = Pattern.compile(MAGIC + " (\\d{1,9}) ([0-9a-f]{64})");
  private static final int MAX_FIRST_LINE_BYTES = 128;
  private static final int FIRST_LINE_VERSION = 1;

  private final Storage storage;

  public ManifestStore(Storage storage) {
    this.storage = storage;
  }

  /** The file name of a generation, such as {@code manifest-0000000007}. */
  public static String fileName(long generation) {
    return NumberedFiles.name(FILE_PREFIX, generation);
  }

  /** Whether a name is that of a manifest. */
  public static boolean isFileName(String name) {
    return FILE.matcher(name).matches();
  }

  /** Whether a name is that of a manifest that was never published. */
  public static boolean isUnfinished(String name) {
    return UNFINISHED.matcher(name).matches();
  }

  /** The generation of a manifest, from its file name. */
  public static long generationOf(String fileName) {
    return Long.parseLong(fileName.substring(FILE_PREFIX.length()));
  }

  /** The highest generation that has a file, read from names alone. */
  public OptionalLong newestGeneration() {
    return storage.list("").stream()
        .map(FILE::matcher)
        .filter(Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
        .max();
  }

  /**
   * The newest manifest, or null when there is none at all.
   *
   * @throws VectraException CORRUPTION when the newest is damaged, NEWER_FORMAT when a newer Vectra
   *     wrote it
   */
  public @Nullable Manifest readNewest() {
    OptionalLong newest = newestGeneration();
    return newest.isPresent() ? read(newest.getAsLong()) : null;
  }

  /** The manifest of a generation; see {@link #readNewest} for errors. */
  public Manifest read(long generation) {
    String name = fileName(generation);
    Manifest manifest = decode(read(name), name);
    if (manifest.generation() != generation) {
      throw damaged(name, "it says that it is generation " + manifest.generation());
    }
    return manifest;
  }

  /** The manifest of a generation, or null when it is missing or damaged. */
  public @Nullable Manifest readIfIntact(long generation) {
    if (!storage.exists(fileName(generation))) {
      return null;
    }
    try {
      return read(generation);
    } catch (VectraException e) {
      return null;
    }
  }

  /**
   * Makes a manifest the newest one, durably. The one before is kept, older ones are deleted.
   *
   * @throws VectraException IO_ERROR or DISK_FULL when it could not be written; then the one before
   *     is still the newest. POISONED when it could not be given its name for sure: nobody knows
   *     which of the two is the newest after a crash
   */
  public void publish(Manifest manifest) {
    String name = fileName(manifest.generation());
    OptionalLong newest = newestGeneration();
    if (newest.isPresent() && manifest.generation() <= newest.getAsLong()) {
      throw new IllegalArgumentException(
          "Generation " + manifest.generation() + " is not above " + newest.getAsLong());
    }
    String unfinished = name + ".tmp";
    deleteUnfinished();
    byte[] content = encode(manifest);
    if (content.length > StrictJson.MAX_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          name
              + " would have "
              + content.length
              + " bytes, the limit is "
              + StrictJson.MAX_BYTES
              + ". Nothing was published.");
    }
    try (WritableFile file = storage.create(unfinished)) {
      file.write(0, content, 0, content.length);
      file.sync();
    }
    if (!Arrays.equals(content, read(unfinished))) {
      throw damaged(unfinished, "it reads back as other bytes than were written");
    }
    nameDurably(unfinished, name);
    deleteOlderThan(newest.orElse(manifest.generation()));
  }

  private void nameDurably(String unfinished, String name) {
    try {
      storage.rename(unfinished, name);
      storage.syncDirectory("");
    } catch (VectraException | OutOfMemoryError e) {
      throw new VectraException(
          ErrorCode.POISONED,
          name
              + " was written, but its name could not be made durable, so nobody knows whether it"
              + " is the newest manifest. Nothing more is written until the database has been"
              + " opened anew, which the next statement that writes tries.",
          e);
    }
  }

  private void deleteUnfinished() {
    for (String name : storage.list("")) {
      if (UNFINISHED.matcher(name).matches()) {
        storage.delete(name);
      }
    }
  }

  /**
   * What was published stands, whatever happens here; an old file that cannot be deleted now goes
   * with a later publish.
   */
  private void deleteOlderThan(long generation) {
    try {
      for (String name : storage.list("")) {
        Matcher matcher = FILE.matcher(name);
        if (matcher.matches() && Long.parseLong(matcher.group(1)) < generation) {
          storage.delete(name);
        }
      }
    } catch (VectraException e) {
      LOGGER.log(Level.DEBUG, "An old manifest could not be deleted yet.", e);
    }
  }

  private byte[] read(String name) {
    return storage.readFully(name, StrictJson.MAX_BYTES);
  }

  private static byte[] encode(Manifest manifest) {
    byte[] json = ManifestJson.write(manifest);
    String line = MAGIC + " " + FIRST_LINE_VERSION + " " + sha256(json, 0) + "\n";
    byte[] first = line.getBytes(StandardCharsets.US_ASCII);
    byte[] content = Arrays.copyOf(first, Math.addExact(first.length, json.length));
    System.arraycopy(json, 0, content, first.length, json.length);
    return content;
  }

  private static Manifest decode(byte[] content, String name) {
    int lineEnd = 0;
    while (lineEnd < content.length && lineEnd < MAX_FIRST_LINE_BYTES && content[lineEnd] != '\n') {
      lineEnd++;
    }
    Matcher line = FIRST_LINE.matcher(new String(content, 0, lineEnd, StandardCharsets.ISO_8859_1));
    if (lineEnd == content.length || content[lineEnd] != '\n' || !line.matches()) {
      throw damaged(name, "its first line is not that of a manifest");
    }
    String actual = sha256(content, lineEnd + 1);
    if (!actual.equals(line.group(2))) {
      throw damaged(name, "it has SHA-256 " + actual + ", expected " + line.group(2));
    }
    if (Integer.parseInt(line.group(1)) != FIRST_LINE_VERSION) {
      if (isReadable(content, lineEnd + 1, name)) {
        throw damaged(
            name,
            "its first line says version "
                + line.group(1)
                + ", though what follows is of version "
                + FIRST_LINE_VERSION);
      }
      throw new VectraException(
          ErrorCode.NEWER_FORMAT,
          name
              + " is a manifest of version "
              + line.group(1)
              + ", this Vectra reads version "
              + FIRST_LINE_VERSION
              + ". Open the database with the newer Vectra that wrote it.");
    }
    return ManifestJson.read(content, lineEnd + 1, name);
  }

  private static boolean isReadable(byte[] content, int from, String name) {
    try {
      ManifestJson.read(content, from, name);
      return true;
    } catch (VectraException e) {
      return false;
    }
  }

  private static String sha256(byte[] bytes, int from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, bytes.length - from);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new VectraException(ErrorCode.INTERNAL, "This JDK has no SHA-256.", e);
    }
  }

  private static VectraException damaged(String name, String what) {
    return new VectraException(
        ErrorCode.CORRUPTION,
        name
            + " is damaged: "
            + what
            + ". Restore it from a backup, or run vectra repair; an older manifest is never used by"
            + " itself, since it would lose what was committed.");
  }
}
