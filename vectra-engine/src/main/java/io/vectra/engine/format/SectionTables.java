package io.vectra.engine.format;

import static io.vectra.engine.format.BlockFileFormat.ALIGNMENT;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_BYTES;
import static io.vectra.engine.format.BlockFileFormat.HEADER_BYTES;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MappedBlocks;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the section table of a damaged block file. A table is believed, whatever its checksum says,
 * when its sections follow one another without a gap from the header to the table itself: a damaged
 * one does not.
 */
final class SectionTables {
  private SectionTables() {}

  /** The sections of a file by name, or null when no table of them is left. */
  static @Nullable Map<String, BlockFileReader.Range> find(
      MappedBlocks file, long blockTableAt, long expectedLength) {
    if (blockTableAt > file.length()) {
      return null;
    }
    long footerAt = expectedLength - FOOTER_BYTES;
    if (footerAt + 24 <= file.length()) {
      Map<String, BlockFileReader.Range> named =
          parse(file, file.getLong(footerAt + 16), blockTableAt);
      if (named != null) {
        return named;
      }
    }
    long lowest = Math.max(HEADER_BYTES, blockTableAt - BlockFileFormat.MAX_SECTION_TABLE_BYTES);
    for (long at = blockTableAt / ALIGNMENT * ALIGNMENT; at >= lowest; at -= ALIGNMENT) {
      Map<String, BlockFileReader.Range> found = parse(file, at, blockTableAt);
      if (found != null && !found.isEmpty()) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Map<String, BlockFileReader.Range> parse(
      MappedBlocks file, long at, long end) {
    if (at < HEADER_BYTES
        || at > end
        || at % ALIGNMENT != 0
        || end - at > BlockFileFormat.MAX_SECTION_TABLE_BYTES
        || !mayBegin(file, at, end)) {
      return null;
    }
    byte[] table = new byte[(int) (end - at)];
    file.readBytes(at, table, 0, table.length);
    BoundedInput input = new BoundedInput(table, "section table");
    Map<String, BlockFileReader.Range> sections = new LinkedHashMap<>();
    long next = HEADER_BYTES;
    try {
      while (input.hasRemaining()) {
        String name = new String(input.getRaw(input.getShort()), StandardCharsets.UTF_8);
        long offset = input.getLong();
        long length = input.getLong();
        if (offset != next || length < 0 || length > at - offset) {
          return null;
        }
        sections.put(name, new BlockFileReader.Range(offset, length));
        next = (offset + length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    } catch (VectraException e) {
      return null;
    }
    return next == at ? sections : null;
  }

  /** A cheap look at the first entry, whose section starts behind the header. */
  private static boolean mayBegin(MappedBlocks file, long at, long end) {
    if (end - at < Short.BYTES + Long.BYTES) {
      return false;
    }
    int nameBytes = (file.getByte(at) & 0xFF) | (file.getByte(at + 1) << 8);
    return nameBytes > 0
        && nameBytes <= BlockFileFormat.MAX_SECTION_NAME_BYTES
        && end - at >= Short.BYTES + nameBytes + 2 * Long.BYTES
        && file.getLong(at + Short.BYTES + nameBytes) == HEADER_BYTES;
  }
}
