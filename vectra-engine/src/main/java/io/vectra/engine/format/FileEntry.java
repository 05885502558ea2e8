package io.vectra.engine.format;

import static java.util.Objects.requireNonNull;

/**
 * What a manifest says of a block file, enough to notice any change of it.
 *
 * @param name in the database directory
 * @param length in bytes
 * @param sha256 of its block table and footer, in hex; the block table has a checksum of every
 *     other byte
 */
public record FileEntry(String name, long length, String sha256) {
  public FileEntry {
    requireNonNull(name, "name is null");
    requireNonNull(sha256, "sha256 is null");
  }
}
