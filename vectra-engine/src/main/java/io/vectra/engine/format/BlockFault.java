package io.vectra.engine.format;

/**
 * A part of a block file that is not what was written.
 *
 * @param offset of its first byte in the file
 * @param length in bytes
 */
public record BlockFault(Part part, long offset, long length, String what) {

  /** The parts of a block file that can be at fault. */
  public enum Part {
    LENGTH,
    HEADER,
    BLOCK,
    BLOCK_TABLE,
    FOOTER,
    /** All of it: it is a whole file, but not the one that is expected. */
    OTHER_FILE,
    /** All of it: a newer Vectra wrote it. */
    NEWER_FORMAT
  }
}
