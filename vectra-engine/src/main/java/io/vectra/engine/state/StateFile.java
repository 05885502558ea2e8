package io.vectra.engine.state;

import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file STATE. Only the holder of LOCK writes it; other processes look at it through a mapping,
 * which costs no more than memory does. All numbers are little-endian:
 *
 * <pre>
 * offset        bytes
 * 0             8   magic "VECTRAST"
 * 8             4   format version
 * 12            4   1 when dirty, else 0
 * 16            16  UUID of the database
 * 32            8   generation
 * 40            8   log number
 * 48            8   committed position
 * 56            8   synced position
 * 64            8   lsn
 * 72            8   epoch
 * 80            4012 zero
 * 4092          4   CRC32C of the bytes 0 to 4091
 * </pre>
 */
public final class StateFile implements AutoCloseable {
  /** The file's name. */
  public static final String NAME = "STATE";

  private static final int BYTES = 4_096;
  private static final int CRC_AT = BYTES - Integer.BYTES;
  private static final int DIRTY_AT = 12;
  private static final int GENERATION_AT = 32;
  private static final int LOG_AT = 40;
  private static final int COMMITTED_AT = 48;
  private static final int EPOCH_AT = 72;
  private static final int VERSION = 1;

  /** Looks at a page that another process may be writing; one that stays torn is damaged. */
  private static final int LOOKS = 1_000;

  private static final byte[] MAGIC = "VECTRAST".getBytes(StandardCharsets.US_ASCII);

  private final Storage storage;
  private final UUID databaseId;
  private @Nullable WritableFile file; // guarded by this; opened by the first write
  private @Nullable MappedBlocks mapped; // guarded by this; by the first look
  private @Nullable State seen; // guarded by this; what is known here, or was written last

  private StateFile(Storage storage, UUID databaseId) {
    this.storage = storage;
    this.databaseId = databaseId;
  }

  /** Opens STATE, which need not exist. */
  public static StateFile open(Storage storage, UUID databaseId) {
    return new StateFile(storage, databaseId);
  }

  /** What STATE says, or null when it is missing or damaged and has to be rebuilt. */
  public synchronized @Nullable State read() {
    if (!storage.exists(NAME) || storage.length(NAME) != BYTES) {
      return null;
    }
    return decode(storage.readFully(NAME, BYTES));
  }

  /** Notes what of STATE is known here now. */
  public synchronized void saw(State state) {
    seen = state;
  }

  /** Like {@link #read}, while another process may be writing. */
  public @Nullable State readAmidWrites() {
    for (int i = 0; i < LOOKS; i++) {
      State read = read();
      if (read != null) {
        return read;
      }
      Thread.yield();
    }
    return null;
  }

  /** Whether others have changed what is committed since it was {@link #saw seen} or written. */
  public synchronized boolean hasChanged() {
    MappedBlocks page = mapped();
    return page != null && !isSeen(page);
  }

  /** Whether STATE is there, and says to be committed what was seen or written here last. */
  public synchronized boolean isKnown() {
    MappedBlocks page = mapped();
    return page != null && isSeen(page);
  }

  private boolean isSeen(MappedBlocks page) {
    State known = seen;
    return known != null
        && page.getLong(COMMITTED_AT) == known.committedPosition()
        && page.getLong(LOG_AT) == known.logNumber()
        && page.getLong(GENERATION_AT) == known.generation()
        && page.getLong(EPOCH_AT) == known.epoch();
  }

  /** Whether STATE is dirty by a writer of another epoch than that known here. */
  public synchronized boolean isDirtyByOthers(long ownEpoch) {
    MappedBlocks page = mapped();
    return page != null && page.getInt(DIRTY_AT) != 0 && page.getLong(EPOCH_AT) != ownEpoch;
  }

  private @Nullable MappedBlocks mapped() {
    if (mapped == null && storage.exists(NAME) && storage.length(NAME) == BYTES) {
      mapped = storage.map(NAME);
    }
    return mapped;
  }

  /** Writes STATE with one positioned write, without a sync: it can be rebuilt. */
  public synchronized void write(State state) {
    WritableFile open = file;
    if (open == null) {
      boolean exists = storage.exists(NAME);
      if (exists && storage.length(NAME) > BYTES) {
        storage.delete(NAME); // damaged: a write alone would leave it too long for ever
        exists = false;
      }
      open = exists ? storage.openForWriting(NAME) : storage.create(NAME);
      file = open;
    }
    byte[] page = encode(state);
    open.write(0, page, 0, page.length);
    seen = state;
  }

  /** Makes what was written durable. */
  public synchronized void sync() {
    if (file != null) {
      file.sync();
    }
  }

  @Override
  public synchronized void close() {
    if (file != null) {
      file.close();
      file = null;
    }
    if (mapped != null) {
      mapped.release();
      mapped = null;
    }
  }

  private byte[] encode(State state) {
    ByteBuffer page = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    page.put(MAGIC).putInt(VERSION).putInt(state.dirty() ? 1 : 0);
    page.putLong(databaseId.getMostSignificantBits());
    page.putLong(databaseId.getLeastSignificantBits());
    page.putLong(state.generation()).putLong(state.logNumber());
    page.putLong(state.committedPosition()).putLong(state.syncedPosition());
    page.putLong(state.lsn()).putLong(state.epoch());
    page.putInt(CRC_AT, crc(page.array()));
    return page.array();
  }

  private @Nullable State decode(byte[] bytes) {
    ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    page.get(magic);
    boolean ours =
        bytes.length == BYTES
            && page.getInt(CRC_AT) == crc(bytes)
            && Arrays.equals(magic, MAGIC)
            && page.getInt() == VERSION;
    if (!ours) {
      return null;
    }
    int dirty = page.getInt();
    UUID owner = new UUID(page.getLong(), page.getLong());
    if (!owner.equals(databaseId)) {
      return null;
    }
    return new State(
        page.getLong(),
        page.getLong(),
        page.getLong(),
        page.getLong(),
        page.getLong(),
        page.getLong(),
        dirty != 0);
  }

  private static int crc(byte[] page) {
    CRC32C crc = new CRC32C();
    crc.update(page, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
