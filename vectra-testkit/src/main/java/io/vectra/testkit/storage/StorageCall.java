package io.vectra.testkit.storage;

/**
 * One call to a storage.
 *
 * @param file the file or directory; for a rename the file that is renamed
 * @param target the new name of a renamed file; else empty
 * @param position of the first byte of a write
 * @param bytes what a write writes; else empty
 */
public record StorageCall(Kind kind, String file, String target, long position, byte[] bytes) {
  private static final byte[] NO_BYTES = new byte[0];

  /** What is called. Those that change a storage come first. */
  public enum Kind {
    CREATE_DIRECTORY,
    CREATE,
    WRITE,
    SYNC,
    RENAME,
    DELETE,
    SYNC_DIRECTORY,
    LIST,
    EXISTS,
    LENGTH,
    OPEN,
    READ,
    MAP;

    /** Whether the call changes what a storage holds, or how durable it is. */
    public boolean changes() {
      return ordinal() <= SYNC_DIRECTORY.ordinal();
    }
  }

  static StorageCall of(Kind kind, String file) {
    return new StorageCall(kind, file, "", 0, NO_BYTES);
  }

  static StorageCall rename(String from, String to) {
    return new StorageCall(Kind.RENAME, from, to, 0, NO_BYTES);
  }

  static StorageCall write(String file, long position, byte[] bytes) {
    return new StorageCall(Kind.WRITE, file, "", position, bytes);
  }

  @Override
  public String toString() {
    return kind
        + " "
        + file
        + (target.isEmpty() ? "" : " to " + target)
        + (kind == Kind.WRITE ? " " + bytes.length + " bytes at " + position : "");
  }
}
