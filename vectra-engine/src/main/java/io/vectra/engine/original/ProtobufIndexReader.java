package io.vectra.engine.original;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.storage.MappedBlocks;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads {@code index.pb}, an item at a time: the wire format of Protocol Buffers 3, of the messages
 * {@code IndexData} (1 version, 2 metadata_config, 3 items), {@code IndexItem} (1 id, 2 metadata, 3
 * vector, 4 norm, 5 metadata_file) and {@code MetadataValue} (1 text, 2 number, 3 boolean). Fields
 * that it does not know are passed over.
 */
final class ProtobufIndexReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final String file;
  private final MappedBlocks blocks;
  private final SideFiles sideFiles;
  private long position;

  /** Where the innermost message ends. */
  private long end;

  private long items;

  ProtobufIndexReader(String file, MappedBlocks blocks, SideFiles sideFiles) {
    this.file = file;
    this.blocks = blocks;
    this.sideFiles = sideFiles;
  }

  /** Gives each item to a consumer. */
  void read(Consumer<OriginalItem> consumer) {
    position = 0;
    end = blocks.length();
    while (position < end) {
      long tag = varint();
      if (tag == tag(3, BYTES)) {
        consumer.accept(within(this::item));
        items++;
      } else {
        skip(tag);
      }
    }
  }

  private OriginalItem item() {
    String id = "";
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    double[] vector = new double[0];
    String metadataFile = null;
    while (position < end) {
      long tag = varint();
      if (tag == tag(1, BYTES)) {
        id = text();
      } else if (tag == tag(2, BYTES)) {
        within(() -> entry(metadata));
      } else if (tag == tag(3, BYTES)) {
        int length = length();
        if (length % Float.BYTES != 0) {
          throw damaged("a vector of " + length + " bytes is none of whole numbers");
        }
        vector = vector(vector, length / Float.BYTES);
      } else if (tag == tag(3, FIXED32)) {
        vector = vector(vector, 1);
      } else if (tag == tag(5, BYTES)) {
        metadataFile = text();
      } else {
        skip(tag);
      }
    }
    return new OriginalItem(
        id, vector, metadataFile == null ? metadata : sideFiles.read(metadataFile, id));
  }

  /** What a message within the current one is; that goes on behind it. */
  private <T> T within(Message<T> message) {
    int length = length();
    long outer = end;
    end = position + length;
    T read = message.read();
    if (position != end) {
      throw damaged("a message ends amid a field");
    }
    end = outer;
    return read;
  }

  private interface Message<T> {
    T read();
  }

  private ObjectNode entry(ObjectNode metadata) {
    String key = "";
    while (position < end) {
      long tag = varint();
      if (tag == tag(1, BYTES)) {
        key = text();
      } else if (tag == tag(2, BYTES)) {
        String name = key;
        within(() -> value(metadata, name));
      } else {
        skip(tag);
      }
    }
    return metadata;
  }

  private ObjectNode value(ObjectNode metadata, String key) {
    while (position < end) {
      long tag = varint();
      if (tag == tag(1, BYTES)) {
        metadata.put(key, text());
      } else if (tag == tag(2, FIXED64)) {
        double number = Double.longBitsToDouble(fixed64());
        if (Double.isFinite(number)) {
          metadata.put(key, BigDecimal.valueOf(number).stripTrailingZeros());
        } else {
          metadata.putNull(key); // as the JSON codec has it
        }
      } else if (tag == tag(3, VARINT)) {
        metadata.put(key, varint() != 0);
      } else {
        skip(tag);
      }
    }
    return metadata;
  }

  private double[] vector(double[] before, int count) {
    if (count > Limits.MAX_DIMENSIONS - before.length) {
      throw damaged("a vector has more than " + Limits.MAX_DIMENSIONS + " dimensions");
    }
    double[] vector = Arrays.copyOf(before, before.length + count);
    for (int i = before.length; i < vector.length; i++) {
      vector[i] = Float.intBitsToFloat(fixed32());
    }
    return vector;
  }

  private String text() {
    byte[] bytes = new byte[length()];
    blocks.readBytes(position, bytes, 0, bytes.length);
    position += bytes.length;
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw OriginalErrors.unreadable(
          file, position - bytes.length, "a text is no UTF-8 in item " + items, e);
    }
  }

  private static long tag(int field, int type) {
    return (long) field << 3 | type;
  }

  private void skip(long tag) {
    switch ((int) (tag & 7)) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case BYTES -> {
        int length = length(); // which moves the position itself
        position += length;
      }
      case FIXED32 -> fixed32();
      default -> throw damaged("a field has the type " + (tag & 7));
    }
  }

  /** The length of what follows, all of which is in the current message. */
  private int length() {
    long length = varint();
    if (length < 0 || length > end - position || length > Limits.MAX_ROW_BYTES) {
      throw damaged("a length of " + Long.toUnsignedString(length) + " is too large");
    }
    return (int) length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(1);
      byte next = blocks.getByte(position++);
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a number is longer than ten bytes");
  }

  private int fixed32() {
    require(Integer.BYTES);
    int value = blocks.getInt(position);
    position += Integer.BYTES;
    return value;
  }

  private long fixed64() {
    require(Long.BYTES);
    long value = blocks.getLong(position);
    position += Long.BYTES;
    return value;
  }

  private void require(int bytes) {
    if (bytes > end - position) {
      throw damaged("it ends amid a field");
    }
  }

  private VectraException damaged(String fault) {
    return OriginalErrors.unreadable(file, position, fault + " in item " + items, null);
  }
}
