package io.vectra.engine.original;

import io.vectra.engine.storage.MappedBlocks;
import java.io.InputStream;
import java.util.Objects;

/** The bytes of a mapped file, one after the other. */
final class BlocksInput extends InputStream {
  private final MappedBlocks blocks;
  private long position;

  BlocksInput(MappedBlocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public int read() {
    return position == blocks.length() ? -1 : blocks.getByte(position++) & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int count) {
    Objects.checkFromIndexSize(from, count, target.length);
    int read = (int) Math.min(count, blocks.length() - position);
    if (read == 0) {
      return count == 0 ? 0 : -1;
    }
    blocks.readBytes(position, target, from, read);
    position += read;
    return read;
  }
}
